"""The required pace: the change per period that reaches the target, and the usual change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analytics.series.series import on_grid
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Direction
from dashboard.domain.thresholds import TOLERANCE

LOOK_BACK = 104
"""Number of newest periods from which the usual pace is taken: two years of weeks."""


@dataclass(frozen=True)
class RequiredPace:
    """The change per period that reaches the target, and the usual one; what is unknown is `None`.

    `needed_pace` and `usual_pace` are signed changes per period of `pace_grain`. `paces_seen` counts
    the past stretches that are as long as the time left; `paces_enough` counts those of them that
    brought the needed change or more.
    """

    needed_pace: float | None = None
    usual_pace: float | None = None
    pace_grain: Grain | None = None
    paces_enough: int | None = None
    paces_seen: int | None = None


def required_pace(
    direction: Direction, target: float, history: pd.Series, grain: Grain, horizon: int
) -> RequiredPace:
    """The required pace over the `horizon` periods after the last value of `history`.

    Needed is (target - value) / horizon: of a target that is met already, how much a period may be
    lost. Usual is the median of the changes a period over all past stretches of `horizon` periods
    whose both ends are known and among the newest `LOOK_BACK` periods. A median of stretches asks
    for no model, and a long stretch wears out its noise.

    Args:
        direction: which way the target lies; below it is enough where less is better.
        target: where the measure should end.
        history: its known values in the order of time, stamped with the first days of their
            periods.
        grain: how long a period is.
        horizon: how many periods are left, at least 1.
    """
    values = on_grid(history, grain).to_numpy(dtype=float)[-LOOK_BACK:]
    needed = (target - float(values[-1])) / horizon
    brought = (values[horizon:] - values[:-horizon]) / horizon
    brought = brought[np.isfinite(brought)]
    side = -1.0 if direction is Direction.DECREASE else 1.0
    noise = TOLERANCE * max(abs(target), abs(float(values[-1])))
    return RequiredPace(
        needed_pace=needed,
        usual_pace=float(np.median(brought)) if len(brought) else None,
        pace_grain=grain,
        paces_enough=int((side * brought >= side * needed - noise).sum()),
        paces_seen=len(brought),
    )
