"""What the numbers of a pair are: small counts, shares, amounts, steps, shocks with heavy tails."""

from __future__ import annotations

import numpy as np

from tests.bench.lead_lag_latents import (
    Draw,
    Pair,
    Values,
    ar1,
    heavy,
    recursive,
    seen,
    standard,
    two,
    weekly,
    weeks,
)


def counts_small(draw: Draw) -> Pair:
    """Deals won, incidents, applications: 3 to 8 a week."""
    lead = draw.lead()
    sides = seen(draw, lead, loading=(0.8, 0.97))
    strength = draw.rng.uniform(0.4, 0.65)
    kpi, outcome = (counts(draw, x, draw.rng.uniform(3, 8), strength) for x in sides)
    return Pair(weeks(kpi), weeks(outcome), draw.label, lead, lead)


def counts_large(draw: Draw) -> Pair:
    """Orders, visits: hundreds a week, growing by a rate."""
    lead = draw.lead()
    t = np.arange(draw.n) / 52
    kpi, outcome = (
        counts(draw, x + draw.rng.uniform(-1, 2.5) * t, draw.rng.uniform(60, 2000), 0.2)
        for x in seen(draw, lead)
    )
    return Pair(weeks(kpi), weeks(outcome), draw.label, lead, lead)


def count_and_amount(draw: Draw) -> Pair:
    """A small count beside an amount of money."""
    lead = draw.lead()
    kpi, outcome = seen(draw, lead, loading=(0.8, 0.98))
    few = counts(draw, kpi, draw.rng.uniform(2, 8), draw.rng.uniform(0.45, 0.75))
    money = 1e5 * np.exp(0.3 * outcome)
    return Pair(weeks(few), weeks(money), draw.label, lead, lead)


def mostly_zero(draw: Draw) -> Pair:
    """A rare event with bursts beside a thing that happens often."""
    lead = draw.lead()
    kpi, outcome = seen(draw, lead, loading=(0.85, 1.0))
    rare = counts(draw, kpi, 1.0, 1.0) * (draw.rng.random(draw.n) > 0.15)
    often = counts(draw, outcome, draw.rng.uniform(10, 60), 0.4)
    both = [rare, often][:: draw.rng.choice([-1, 1])] if not lead else [rare, often]
    return Pair(weeks(both[0]), weeks(both[1]), draw.label, lead, lead)


def percentages(draw: Draw) -> Pair:
    """Shares of 40 to 1,500 cases, a third of them near a bound."""
    lead = draw.lead()
    kpi, outcome = (share(draw, x) for x in seen(draw, lead, loading=(0.75, 0.97)))
    return Pair(weeks(kpi), weeks(outcome), draw.label, lead, lead)


def rounded(draw: Draw) -> Pair:
    """Told in steps so coarse that many weeks are equal."""
    lead = draw.lead()
    kpi, outcome = (
        np.round(x * draw.rng.uniform(1.0, 2.5)) / 2
        for x in seen(draw, lead, loading=(0.75, 0.95))
    )
    return weekly(draw, kpi, outcome, lead)


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


def staircase(draw: Draw) -> Pair:
    """One side moves in decisions: prices, staff, opening hours change a few times a year and stay until then."""
    lead = draw.lead()

    def held(rng: np.random.Generator, size: int) -> Values:
        changes = (rng.random(size) < rng.uniform(0.08, 0.2)) * rng.standard_normal(size)
        return standard(recursive(changes, 0.97))

    kpi, outcome = two(draw, lead, held)
    noisy = draw.rng.uniform(0.2, 0.5)
    return weekly(draw, kpi, outcome + noisy * ar1(draw.rng, draw.n), lead)
