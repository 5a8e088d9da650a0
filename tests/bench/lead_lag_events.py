"""What happens to a company: reorganisations, new definitions, campaigns, holidays, growth, gaps in its records."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.bench.lead_lag_latents import (
    Draw,
    Pair,
    Values,
    mixed,
    recursive,
    seen,
    standard,
    two,
    weekly,
    weeks,
)


def level_shift(draw: Draw) -> Pair:
    """One or two lasting changes of level in both, at their own times or at the same ones."""
    lead = draw.lead()
    kpi, outcome = seen(draw, lead)
    together = draw.rng.integers(2, draw.n - 2, 2) if draw.rng.random() < 0.4 else None
    for x in (kpi, outcome):
        at = draw.rng.integers(2, draw.n - 2, 2) if together is None else together
        for start in at[: draw.rng.integers(1, 3)]:
            x[start:] += draw.rng.choice([-1, 1]) * draw.rng.uniform(1.5, 4)
    return weekly(draw, kpi, outcome, lead)


def new_definition(draw: Draw) -> Pair:
    """One side is counted in another way from some week on: another unit, a corrected form."""
    lead = draw.lead()
    kpi, outcome = (8 + x for x in seen(draw, lead, loading=(0.75, 0.95)))
    changed = kpi if draw.rng.random() < 0.5 else outcome
    changed[draw.rng.integers(draw.n // 5, draw.n) :] *= draw.rng.choice([0.4, 1.6, 2.5])
    return weekly(draw, kpi, outcome, lead)


def shared_volatility(draw: Draw) -> Pair:
    """Times are calm or wild for both, whether or not they have to do with each other."""
    lead = draw.lead()
    calm = np.exp(
        draw.rng.uniform(0.6, 1.0) * standard(recursive(draw.rng.standard_normal(draw.n), 0.95))
    )
    kpi, outcome = (calm * x for x in seen(draw, lead))
    return weekly(draw, kpi, outcome, lead)


def promotions(draw: Draw) -> Pair:
    """Campaign weeks lift a side for a week or two; the outcome of unrelated ones has campaigns of its own."""
    lead = draw.lead()

    def busy(rng: np.random.Generator, size: int) -> Values:
        pulses = (rng.random(size) < 0.08) * rng.uniform(1.5, 4, size)
        return standard(recursive(pulses, 0.35) + 0.5 * rng.standard_normal(size))

    r = draw.rng.uniform(0.75, 0.95)
    kpi, outcome = (mixed(draw, x, r) for x in two(draw, lead, busy))
    return weekly(draw, kpi, outcome, lead)


def holidays(draw: Draw) -> Pair:
    """Christmas, Easter and a summer lull in both, more or less deep."""
    lead = draw.lead()
    kpi, outcome = seen(draw, lead)
    index = weeks(kpi).index
    for x in (kpi, outcome):
        x += draw.rng.choice([-1, 1]) * holiday_year(draw.rng, index)
    return weekly(draw, kpi, outcome, lead)


def holiday_year(rng: np.random.Generator, index: pd.DatetimeIndex) -> Values:
    week = index.isocalendar().week.to_numpy(int)
    x = np.zeros(len(week))
    for first, last, size in ((47, 51, 2.0), (52, 53, -2.5), (1, 1, -2.0), (14, 15, -1.5)):
        x += ((week >= first) & (week <= last)) * size * rng.uniform(0.6, 1.8)
    return x - ((week >= 27) & (week <= 32)) * rng.uniform(0.6, 1.8)


def growth(draw: Draw) -> Pair:
    """Both grow by a rate that itself wanders, and so does their noise."""
    lead = draw.lead()
    t = np.arange(draw.n) / draw.n
    kpi, outcome = (
        np.exp(draw.rng.uniform(0.3, 2.0) * t ** draw.rng.uniform(0.6, 1.6) + 0.12 * x)
        for x in seen(draw, lead, loading=(0.7, 0.95))
    )
    return weekly(draw, kpi, outcome, lead)


def missing_long(draw: Draw) -> Pair:
    """Known in cycles of 13 weeks with pauses of 4 to 9 between them: past cycles of one measure."""
    lead = draw.lead()
    kpi, outcome = seen(draw, lead, size=2 * draw.n)
    kept = np.zeros(2 * draw.n, dtype=bool)
    start = 0
    while start < 2 * draw.n and kept.sum() < draw.n:
        kept[start : start + 13] = True
        start += 13 + int(draw.rng.integers(4, 10))
    pair = weekly(draw, kpi, outcome, lead)
    return Pair(pair.kpi[kept], pair.outcome[kept], pair.label, lead, lead)


def missing_scattered(draw: Draw) -> Pair:
    """A fifth to a third of each side is not there, each its own weeks; some rows are there and empty."""
    lead = draw.lead()
    pair = weekly(draw, *seen(draw, lead, loading=(0.75, 0.95)), lead)
    for x in (pair.kpi, pair.outcome):
        x[draw.rng.random(draw.n) < draw.rng.uniform(0.2, 0.33)] = np.nan
    return Pair(pair.kpi.dropna(), pair.outcome, pair.label, lead, lead)


def quarter_to_date(draw: Draw) -> Pair:
    """Sums that start again every quarter: of the outcome, or of both."""
    lead = draw.lead()
    pair = weekly(draw, *(3 + x for x in seen(draw, lead, loading=(0.75, 0.95))), lead)
    quarters = pair.outcome.index.to_period("Q")
    outcome = pair.outcome.groupby(quarters).cumsum()
    kpi = pair.kpi.groupby(quarters).cumsum() if draw.rng.random() < 0.5 else pair.kpi
    return Pair(kpi, outcome, pair.label, lead, lead)


def unequal_spans(draw: Draw) -> Pair:
    """One side was counted for years before the other began, and ends some weeks earlier or later."""
    lead = draw.lead()
    pair = weekly(draw, *seen(draw, lead, size=2 * draw.n), lead)
    late = slice(draw.n, None), slice(None, -int(draw.rng.integers(1, 6)))
    first, second = late if draw.rng.random() < 0.5 else late[::-1]
    return Pair(pair.kpi.iloc[first], pair.outcome.iloc[second], pair.label, lead, lead)
