"""The bounds of a KPI: declared, or assumed from its unit and history."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analytics.typing import Floats
from dashboard.domain.kpi import Aggregation, Kpi
from dashboard.domain.okr import Band
from dashboard.domain.periods import forecast_grain
from dashboard.domain.thresholds import TOLERANCE

_SHARE = re.compile(r"(%|percent|per cent|pct|prosent)( (of|av)\b.*)?", re.IGNORECASE)
"""Units of a share of a whole: "%", "% of visitors"; not "% a year"."""

_SIGNED_UNIT = re.compile(
    r"%|°|\b(pp|points?|poeng|prosentpoeng|index|indeks|scores?|skår"
    r"|degrees?|grader|celsius|fahrenheit|db)\b",
    re.IGNORECASE,
)
"""Units of values that may be negative: a net promoter score counts points. A % that is not a
share of a whole is a rate of growth."""

_SIGNED_NAME = re.compile(
    r"""\b(
      growth | net | margins? | profits? | profitability | earnings | ebit | ebita | ebitda
    | balance | surplus | deficit
    | cash\ ?flows? | return\ on | variance | deviation | differences? | gap | delta | nps
    | inflation | temperatures?
    | sentiment | yoy | year[ -]on[ -]year | year[ -]over[ -]year
    | change(?=\ (in|of|from|since|over|on|vs)\b | \s*$)
    | \w*(vekst|endring|margin|resultat|overskudd|underskudd|saldo|balanse|avvik|kontantstrøm
          |avkastning|inflasjon|temperatur)
      (en|et|er|ene)?
    | netto\w*
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Names of KPIs that may be negative, or outside 0 to 100 %, in English and Norwegian."""


@dataclass(frozen=True)
class Bounds:
    """The lowest and the highest possible value, both included.

    `None` where there is no such bound.
    """

    low: float | None = None
    high: float | None = None

    def clip(self, values: Floats) -> Floats:
        """The values, clipped at the bounds."""
        least = -np.inf if self.low is None else self.low
        most = np.inf if self.high is None else self.high
        return np.asarray(np.clip(values, least, most), dtype=float)

    def clip_value(self, value: float) -> float:
        """One value, clipped at the bounds."""
        value = value if self.low is None else max(self.low, value)
        return float(value if self.high is None else min(self.high, value))


NO_BOUNDS = Bounds()


def bounds_of(
    kpi: Kpi | None, history: pd.Series | None = None, target: float | Band | None = None
) -> Bounds:
    """The lowest and the highest value that a KPI can have; `None` where there is no bound.

    Declared limits come first, each side on its own, where they hold for the judged periods too:
    if those are sums of finer periods, only a lower limit of at least 0 or an upper one of at most
    0 does. A side without a limit has the bound of `assumed_bounds`.

    Args:
        kpi: the KPI; without one there are no bounds.
        history: its values at the judged grain.
        target: the target of a key result. It must be possible, so a bound that excludes it is
            dropped.
    """
    if kpi is None:
        return NO_BOUNDS
    low, high = kpi.limits.low, kpi.limits.high
    if kpi.aggregation is Aggregation.SUM and forecast_grain(kpi.grain) is not kpi.grain:
        low = low if low is not None and low >= 0 else None
        high = high if high is not None and high <= 0 else None
    assumed = assumed_bounds(kpi.name, kpi.unit, history, target)
    seen = _seen(history, target)
    return _without_violated(
        low if low is not None else assumed.low, high if high is not None else assumed.high, seen
    )


def assumed_bounds(
    name: str, unit: str, history: pd.Series | None, target: float | Band | None = None
) -> Bounds:
    """The bounds that a KPI's unit suggests and its whole history confirms; `None` without any.

    A percentage with all values between 0 and 100 is a share of a whole and has these bounds. A
    count, an amount of money or a length of time that was never negative has the lower bound 0.
    Nothing is assumed where unit or name indicate that the value may be negative, or where there
    is no unit.
    """
    unit = unit.strip()
    is_known = history is not None and bool(np.isfinite(history.to_numpy(dtype=float)).any())
    if not unit or not is_known or _SIGNED_NAME.search(name):
        return NO_BOUNDS
    seen = _seen(history, target)
    if _SHARE.fullmatch(unit):
        bounds = _without_violated(0.0, 100.0, seen)
        return NO_BOUNDS if None in (bounds.low, bounds.high) else bounds
    return NO_BOUNDS if _SIGNED_UNIT.search(unit) else _without_violated(0.0, None, seen)


def _seen(history: pd.Series | None, target: float | Band | None) -> list[float]:
    """The range of the values that must stay possible, as its two ends."""
    values = [] if history is None else history.tolist()
    ends = [target.low, target.high] if isinstance(target, Band) else [target]
    given = np.array([*values, *(end for end in ends if end is not None)], dtype=float)
    finite = given[np.isfinite(given)]
    return [float(finite.min()), float(finite.max())] if len(finite) else []


def _without_violated(low: float | None, high: float | None, seen: list[float]) -> Bounds:
    """The bounds without those that a seen value violates by more than rounding noise."""
    if seen and low is not None and seen[0] < low - TOLERANCE * max(1.0, abs(low)):
        low = None
    if seen and high is not None and seen[-1] > high + TOLERANCE * max(1.0, abs(high)):
        high = None
    return Bounds(low, high)
