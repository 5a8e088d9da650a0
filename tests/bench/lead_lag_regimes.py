"""Kinds of series that companies have, as labelled pairs, and how well a method tells them apart.

    .venv/bin/python tests/bench/lead_lag_regimes.py [--reference] [--reps N] [--seed S] [--regime R]

`--reference` scores the reference recipe beside the product's method, where it is present. Every regime is drawn at several
lengths and with four labels; regimes with `null` in their name hold unrelated pairs only.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.lead_lag_latents import (
    LABELS,
    PAD,
    Draw,
    Pair,
    Values,
    ar1,
    cycle,
    garch,
    heavy,
    mixed,
    recursive,
    seen,
    spread,
    standard,
    two,
    walk,
    weekly,
    weeks,
    windows,
)
from tests.bench.lead_lag_scores import Classify, methods, scored, table

LENGTHS = (26, 52, 104, 156)
NULLS = "null"

Regime = Callable[[Draw], Pair]
REGIMES: dict[str, Regime] = {}


def regime(make: Regime) -> Regime:
    REGIMES[make.__name__] = make
    return make


def pairs(name: str, seed: int, reps: int) -> list[tuple[int, Pair]]:
    """The labelled pairs of one regime with the length they were drawn for; the same seed, the same pairs."""
    found = []
    for n in LENGTHS:
        for number, label in enumerate(LABELS):
            for rep in range(reps):
                rng = np.random.default_rng([seed, n, zlib.crc32(name.encode()), number, rep])
                found.append((n, REGIMES[name](Draw(rng, n, "none" if NULLS in name else label))))
    return found


# The shape of the link


@regime
def plain(draw: Draw) -> Pair:
    lead = draw.lead()
    return weekly(draw, *seen(draw, lead), lead)


@regime
def distributed(draw: Draw) -> Pair:
    """The effect arrives over several weeks."""
    if draw.label in ("coincident", "none"):
        return weekly(draw, *seen(draw, 0), 0)
    lead, width = draw.lead(5), int(draw.rng.integers(3, 7))
    shape = draw.rng.integers(3)
    kernel = (np.ones(width), np.bartlett(width + 2)[1:-1], 0.6 ** np.arange(width))[shape]
    latent = ar1(draw.rng, draw.n + 2 * PAD)
    later = standard(np.convolve(latent, kernel)[: len(latent)])
    now, late = latent[PAD : PAD + draw.n], later[PAD - lead : PAD - lead + draw.n]
    r = draw.rng.uniform(0.75, 0.95)
    early, after = mixed(draw, now, r), mixed(draw, late, r)
    low, high = spread(kernel)
    both = (early, after) if draw.label == "leading" else (after, early)
    return weekly(draw, *both, lead + low, lead + high)


@regime
def stock_and_flow(draw: Draw) -> Pair:
    """One side counts what came in, the other what is there: it fills by the flow and drains by itself."""
    lead, stay = draw.lead(5), draw.rng.uniform(0.5, 0.85)
    flow = ar1(draw.rng, draw.n + 2 * PAD)
    source = flow if draw.label != "none" else ar1(draw.rng, draw.n + 2 * PAD)
    stock = standard(recursive(source, stay))
    if draw.label == "coincident":
        flow = stock
    kpi, late = windows(flow, 0, draw)[0], stock[PAD - lead : PAD - lead + draw.n]
    r = draw.rng.uniform(0.8, 0.95)
    both = [mixed(draw, kpi, r), mixed(draw, late, r)]
    low, high = spread(stay ** np.arange(30)) if lead else (0.0, 0.0)
    if draw.label == "lagging":
        both.reverse()
    return weekly(draw, both[0], both[1], lead + low, lead + high)


@regime
def trailing_mean(draw: Draw) -> Pair:
    """Reported as the mean of the last four weeks: by both where they go together or apart, else by the later side."""
    lead = draw.lead(5)
    kpi, outcome = seen(draw, lead, loading=(0.8, 0.95), size=draw.n + 3)

    def smooth(x: Values) -> Values:
        return standard(np.convolve(x, np.ones(4) / 4, "valid"))

    if not lead:
        return weekly(draw, smooth(kpi), smooth(outcome), 0)
    if draw.label == "leading":
        return weekly(draw, kpi[3:], smooth(outcome), lead, lead + 3)
    return weekly(draw, smooth(kpi), outcome[3:], lead, lead + 3)


@regime
def fading_link(draw: Draw) -> Pair:
    """The link was close once and loosens, or the other way round."""
    lead = draw.lead()
    r = np.linspace(0.95, draw.rng.uniform(0.35, 0.6), draw.n)[:: draw.rng.choice([-1, 1])]
    kpi, outcome = (r * x + np.sqrt(1 - r**2) * ar1(draw.rng, draw.n) for x in two(draw, lead))
    return weekly(draw, kpi, outcome, lead)


@regime
def saturating(draw: Draw) -> Pair:
    """More and more of the cause brings less and less of the effect."""
    lead = draw.lead()
    kpi, outcome = seen(draw, lead, loading=(0.75, 0.95))
    return weekly(draw, np.exp(0.7 * kpi), -np.exp(-0.6 * outcome), lead)


@regime
def capped(draw: Draw) -> Pair:
    """The outcome cannot pass a capacity: seats, hands, stock."""
    lead = draw.lead()
    kpi, outcome = seen(draw, lead, loading=(0.75, 0.95))
    return weekly(draw, kpi, np.minimum(outcome, np.quantile(outcome, 0.7)), lead)


# What the numbers are


@regime
def counts_small(draw: Draw) -> Pair:
    """Deals won, incidents, applications: 3 to 8 a week."""
    lead = draw.lead()
    sides = seen(draw, lead, loading=(0.8, 0.97))
    strength = draw.rng.uniform(0.4, 0.65)
    kpi, outcome = (counts(draw, x, draw.rng.uniform(3, 8), strength) for x in sides)
    return Pair(weeks(kpi), weeks(outcome), draw.label, lead, lead)


@regime
def counts_large(draw: Draw) -> Pair:
    """Orders, visits: hundreds a week, growing by a rate."""
    lead = draw.lead()
    t = np.arange(draw.n) / 52
    kpi, outcome = (
        counts(draw, x + draw.rng.uniform(-1, 2.5) * t, draw.rng.uniform(60, 2000), 0.2)
        for x in seen(draw, lead)
    )
    return Pair(weeks(kpi), weeks(outcome), draw.label, lead, lead)


@regime
def count_and_amount(draw: Draw) -> Pair:
    """A small count beside an amount of money."""
    lead = draw.lead()
    kpi, outcome = seen(draw, lead, loading=(0.8, 0.98))
    few = counts(draw, kpi, draw.rng.uniform(2, 8), draw.rng.uniform(0.45, 0.75))
    money = 1e5 * np.exp(0.3 * outcome)
    return Pair(weeks(few), weeks(money), draw.label, lead, lead)


@regime
def mostly_zero(draw: Draw) -> Pair:
    """A rare event with bursts beside a thing that happens often."""
    lead = draw.lead()
    kpi, outcome = seen(draw, lead, loading=(0.85, 1.0))
    rare = counts(draw, kpi, 1.0, 1.0) * (draw.rng.random(draw.n) > 0.15)
    often = counts(draw, outcome, draw.rng.uniform(10, 60), 0.4)
    both = [rare, often][:: draw.rng.choice([-1, 1])] if not lead else [rare, often]
    return Pair(weeks(both[0]), weeks(both[1]), draw.label, lead, lead)


@regime
def percentages(draw: Draw) -> Pair:
    """Shares of 40 to 1,500 cases, a third of them near a bound."""
    lead = draw.lead()
    kpi, outcome = (share(draw, x) for x in seen(draw, lead, loading=(0.75, 0.97)))
    return Pair(weeks(kpi), weeks(outcome), draw.label, lead, lead)


@regime
def rounded(draw: Draw) -> Pair:
    """Told in steps so coarse that many weeks are equal."""
    lead = draw.lead()
    kpi, outcome = (
        np.round(x * draw.rng.uniform(1.0, 2.5)) / 2
        for x in seen(draw, lead, loading=(0.75, 0.95))
    )
    return weekly(draw, kpi, outcome, lead)


@regime
def heavy_tails(draw: Draw) -> Pair:
    lead = draw.lead()
    return weekly(draw, *seen(draw, lead, make=heavy, own=heavy), lead)


def counts(draw: Draw, x: Values, mean: float, strength: float) -> Values:
    return draw.rng.poisson(mean * np.exp(strength * x - strength**2 / 2)).astype(float)


def share(draw: Draw, x: Values) -> Values:
    centre = draw.rng.choice([-3.2, 0.0, 3.2]) + draw.rng.uniform(-0.6, 0.6)
    cases = int(np.exp(draw.rng.uniform(np.log(40), np.log(1500))) * (3 if abs(centre) > 2 else 1))
    likely = 1 / (1 + np.exp(-centre - draw.rng.uniform(0.3, 0.6) * x))
    return draw.rng.binomial(cases, likely) / cases


# What happens to a company


@regime
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


@regime
def new_definition(draw: Draw) -> Pair:
    """One side is counted in another way from some week on: another unit, a corrected form."""
    lead = draw.lead()
    kpi, outcome = (8 + x for x in seen(draw, lead, loading=(0.75, 0.95)))
    changed = kpi if draw.rng.random() < 0.5 else outcome
    changed[draw.rng.integers(draw.n // 5, draw.n) :] *= draw.rng.choice([0.4, 1.6, 2.5])
    return weekly(draw, kpi, outcome, lead)


@regime
def shared_volatility(draw: Draw) -> Pair:
    """Times are calm or wild for both, whether or not they have to do with each other."""
    lead = draw.lead()
    calm = np.exp(
        draw.rng.uniform(0.6, 1.0) * standard(recursive(draw.rng.standard_normal(draw.n), 0.95))
    )
    kpi, outcome = (calm * x for x in seen(draw, lead))
    return weekly(draw, kpi, outcome, lead)


@regime
def promotions(draw: Draw) -> Pair:
    """Campaign weeks lift a side for a week or two; the outcome of unrelated ones has campaigns of its own."""
    lead = draw.lead()

    def busy(rng: np.random.Generator, size: int) -> Values:
        pulses = (rng.random(size) < 0.08) * rng.uniform(1.5, 4, size)
        return standard(recursive(pulses, 0.35) + 0.5 * rng.standard_normal(size))

    r = draw.rng.uniform(0.75, 0.95)
    kpi, outcome = (mixed(draw, x, r) for x in two(draw, lead, busy))
    return weekly(draw, kpi, outcome, lead)


@regime
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


@regime
def growth(draw: Draw) -> Pair:
    """Both grow by a rate that itself wanders, and so does their noise."""
    lead = draw.lead()
    t = np.arange(draw.n) / draw.n
    kpi, outcome = (
        np.exp(draw.rng.uniform(0.3, 2.0) * t ** draw.rng.uniform(0.6, 1.6) + 0.12 * x)
        for x in seen(draw, lead, loading=(0.7, 0.95))
    )
    return weekly(draw, kpi, outcome, lead)


@regime
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


@regime
def missing_scattered(draw: Draw) -> Pair:
    """A fifth to a third of each side is not there, each its own weeks; some rows are there and empty."""
    lead = draw.lead()
    pair = weekly(draw, *seen(draw, lead, loading=(0.75, 0.95)), lead)
    for x in (pair.kpi, pair.outcome):
        x[draw.rng.random(draw.n) < draw.rng.uniform(0.2, 0.33)] = np.nan
    return Pair(pair.kpi.dropna(), pair.outcome, pair.label, lead, lead)


@regime
def quarter_to_date(draw: Draw) -> Pair:
    """Sums that start again every quarter: of the outcome, or of both."""
    lead = draw.lead()
    pair = weekly(draw, *(3 + x for x in seen(draw, lead, loading=(0.75, 0.95))), lead)
    quarters = pair.outcome.index.to_period("Q")
    outcome = pair.outcome.groupby(quarters).cumsum()
    kpi = pair.kpi.groupby(quarters).cumsum() if draw.rng.random() < 0.5 else pair.kpi
    return Pair(kpi, outcome, pair.label, lead, lead)


# Other grains


@regime
def daily(draw: Draw) -> Pair:
    """Both daily with a pattern over the week, half of them on working days only."""
    lead = draw.lead()
    days = pd.date_range("2024-01-01", periods=draw.n, freq="D")
    kpi, outcome = (
        x + draw.rng.normal(0, 1.5, 7)[days.day_of_week.to_numpy()] for x in seen(draw, lead)
    )
    k, o = pd.Series(50 + 5 * kpi, days), pd.Series(200 + 20 * outcome, days)
    if draw.rng.random() < 0.5:
        k, o = k[days.day_of_week < 5], o[days.day_of_week < 5]
    return Pair(k, o, draw.label, lead, lead)


@regime
def daily_and_weekly(draw: Draw) -> Pair:
    """A daily KPI beside a weekly outcome."""
    lead = draw.lead()
    kpi, outcome = seen(draw, lead)
    days = pd.date_range("2022-01-03", periods=7 * draw.n, freq="D")
    pattern = draw.rng.normal(0, 1, 7)[days.day_of_week.to_numpy()]
    fine = np.repeat(kpi, 7) + pattern + draw.rng.normal(0, 0.7, 7 * draw.n)
    return Pair(pd.Series(50 + 5 * fine, days), weeks(200 + 20 * outcome), draw.label, lead, lead)


@regime
def monthly(draw: Draw) -> Pair:
    """60 to 200 months that swing with the business cycle; leads of up to a year."""
    longer = Draw(draw.rng, {26: 60, 52: 84, 104: 120}.get(draw.n, 200), draw.label)
    lead = longer.lead(12)
    kpi, outcome = seen(longer, lead, make=cycle, loading=(0.75, 0.97))
    months = pd.date_range("2008-01-01", periods=longer.n, freq="MS")
    return Pair(pd.Series(kpi, months), pd.Series(outcome, months), draw.label, lead, lead, 12)


@regime
def weekly_and_monthly(draw: Draw) -> Pair:
    """A weekly KPI beside a monthly outcome, over twice as many weeks."""
    lead = draw.lead(8, shortest=4)
    kpi, outcome = seen(draw, lead, size=2 * draw.n)
    pair = weekly(draw, kpi, outcome, lead * 7 / 30.44)
    return Pair(pair.kpi, pair.outcome.resample("MS").mean(), pair.label, pair.low, pair.high)


@regime
def monthly_and_weekly(draw: Draw) -> Pair:
    """A monthly KPI beside a weekly outcome, over twice as many weeks."""
    lead = draw.lead(8, shortest=4)
    kpi, outcome = seen(draw, lead, size=2 * draw.n)
    pair = weekly(draw, kpi, outcome, lead)
    return Pair(pair.kpi.resample("MS").mean(), pair.outcome, pair.label, lead, lead)


@regime
def quarterly(draw: Draw) -> Pair:
    """26 to 60 quarters."""
    longer = Draw(draw.rng, min(draw.n, 60), draw.label)
    lead = longer.lead(4)
    kpi, outcome = seen(longer, lead, loading=(0.75, 0.97))
    quarters = pd.date_range("2008-01-01", periods=longer.n, freq="QS")
    return Pair(pd.Series(kpi, quarters), pd.Series(outcome, quarters), draw.label, lead, lead)


@regime
def other_weekday(draw: Draw) -> Pair:
    """One side is stamped with Mondays, the other with the Fridays or Sundays of the same weeks."""
    lead = draw.lead()
    pair = weekly(draw, *seen(draw, lead), lead)
    late = pair.outcome.copy()
    late.index = late.index + pd.Timedelta(days=int(draw.rng.choice([4, 6])))
    return Pair(pair.kpi, late, pair.label, lead, lead)


# Unrelated, and alike


@regime
def garch_null(draw: Draw) -> Pair:
    return weekly(draw, garch(draw.rng, draw.n), garch(draw.rng, draw.n), 0)


@regime
def trending_null(draw: Draw) -> Pair:
    """Adoption curves, straight growth, random walks with drift."""
    t = np.arange(draw.n) / draw.n

    def trend() -> Values:
        kind, noise = draw.rng.integers(4), ar1(draw.rng, draw.n)
        if kind == 0:
            return 6 / (
                1 + np.exp(-draw.rng.uniform(6, 14) * (t - draw.rng.uniform(0.3, 0.8)))
            ) + (0.4 * noise)
        if kind == 1:
            return draw.rng.uniform(3, 9) * t + 0.6 * noise
        if kind == 2:
            return 4 * walk(draw.rng, draw.n) + draw.rng.uniform(2, 8) * t
        return recursive(0.3 * noise, 1.0) * 2

    return weekly(draw, trend(), trend(), 0)


@regime
def seasonal_null(draw: Draw) -> Pair:
    """The same strong year of holidays in both, and nothing else in common."""
    index = weeks(np.zeros(draw.n)).index
    year = draw.rng.uniform(1, 2) * holiday_year(draw.rng, index)
    return weekly(draw, ar1(draw.rng, draw.n) + year, ar1(draw.rng, draw.n) + 0.8 * year, 0)


@regime
def outage_null(draw: Draw) -> Pair:
    """One bad fortnight hits both, as an outage or a strike does, and nothing else in common."""
    kpi, outcome = ar1(draw.rng, draw.n), ar1(draw.rng, draw.n)
    at = int(draw.rng.integers(2, draw.n - 4))
    for x in (kpi, outcome):
        x[at : at + 2] -= draw.rng.uniform(4, 7)
    return weekly(draw, kpi, outcome, 0)


@regime
def smooth_null(draw: Draw) -> Pair:
    """So smooth that a year holds a handful of free movements: long trailing means, slow swings."""
    width = int(draw.rng.integers(4, 13))

    def slow() -> Values:
        x = draw.rng.standard_normal(draw.n + width - 1)
        return standard(np.convolve(x, np.ones(width), "valid"))

    return weekly(draw, slow(), slow(), 0)


def main() -> None:
    """Prints the table of every regime, for the product's method or for the reference."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--reference", action="store_true")
    options.add_argument("--reps", type=int, default=10)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--regime", choices=REGIMES)
    given = options.parse_args()
    asked = [given.regime] if given.regime else list(REGIMES)
    for name, classify in methods(reference=given.reference).items():
        print(name)
        print(table(score(classify, asked, given.seed, given.reps)).to_string())


def score(classify: Classify, names: list[str], seed: int, reps: int) -> pd.DataFrame:
    """One row a pair: the regime, the truth and the answer."""
    return scored(
        classify, [(name, n, pair) for name in names for n, pair in pairs(name, seed, reps)]
    )


if __name__ == "__main__":
    main()
