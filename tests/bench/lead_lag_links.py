"""How one side moves the other: at once, over weeks, in ever smaller steps, or through a stock that fills and drains."""

from __future__ import annotations

import numpy as np

from tests.bench.lead_lag_latents import (
    PAD,
    Draw,
    Pair,
    Values,
    ar1,
    mixed,
    recursive,
    seen,
    spread,
    standard,
    two,
    weekly,
    windows,
)


def plain(draw: Draw) -> Pair:
    lead = draw.lead()
    return weekly(draw, *seen(draw, lead), lead)


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


def fading_link(draw: Draw) -> Pair:
    """The link was close once and loosens, or the other way round."""
    lead = draw.lead()
    r = np.linspace(0.95, draw.rng.uniform(0.35, 0.6), draw.n)[:: draw.rng.choice([-1, 1])]
    kpi, outcome = (r * x + np.sqrt(1 - r**2) * ar1(draw.rng, draw.n) for x in two(draw, lead))
    return weekly(draw, kpi, outcome, lead)


def saturating(draw: Draw) -> Pair:
    """More and more of the cause brings less and less of the effect."""
    lead = draw.lead()
    kpi, outcome = seen(draw, lead, loading=(0.75, 0.95))
    return weekly(draw, np.exp(0.7 * kpi), -np.exp(-0.6 * outcome), lead)


def capped(draw: Draw) -> Pair:
    """The outcome cannot pass a capacity: seats, hands, stock."""
    lead = draw.lead()
    kpi, outcome = seen(draw, lead, loading=(0.75, 0.95))
    return weekly(draw, kpi, np.minimum(outcome, np.quantile(outcome, 0.7)), lead)
