"""Kinds of series that companies have, as labelled pairs, and how well a method tells them apart.

    .venv/bin/python tests/bench/lead_lag_regimes.py [--reference] [--reps N] [--seed S] [--regime R]

`--reference` scores the reference recipe beside the product's method, where it is present. Every regime is drawn at several
lengths and with four labels; regimes with `null` in their name hold unrelated pairs only.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench import lead_lag_events as events
from tests.bench import lead_lag_grains as grains
from tests.bench import lead_lag_links as links
from tests.bench import lead_lag_nulls as nulls
from tests.bench import lead_lag_numbers as numbers
from tests.bench.lead_lag_latents import LABELS, Draw, Pair
from tests.bench.lead_lag_scores import methods, scored, table

LENGTHS = (26, 52, 104, 156)

Regime = Callable[[Draw], Pair]
REGIMES: dict[str, Regime] = {
    make.__name__: make
    for make in (
        links.plain,
        links.distributed,
        links.stock_and_flow,
        links.trailing_mean,
        links.fading_link,
        links.saturating,
        links.capped,
        numbers.counts_small,
        numbers.counts_large,
        numbers.count_and_amount,
        numbers.mostly_zero,
        numbers.percentages,
        numbers.rounded,
        numbers.heavy_tails,
        numbers.staircase,
        events.level_shift,
        events.new_definition,
        events.shared_volatility,
        events.promotions,
        events.holidays,
        events.growth,
        events.missing_long,
        events.missing_scattered,
        events.quarter_to_date,
        events.unequal_spans,
        grains.daily,
        grains.daily_and_weekly,
        grains.monthly,
        grains.weekly_and_monthly,
        grains.monthly_and_weekly,
        grains.quarterly,
        grains.other_weekday,
        grains.every_other_week,
        nulls.garch_null,
        nulls.trending_null,
        nulls.seasonal_null,
        nulls.outage_null,
        nulls.smooth_null,
        nulls.season_apart_null,
    )
}


def main() -> None:
    """Prints the table of every regime, for the product's method and, if asked, for the reference."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--reference", action="store_true")
    options.add_argument("--reps", type=int, default=10)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--regime", choices=REGIMES)
    given = options.parse_args()
    asked = [given.regime] if given.regime else list(REGIMES)
    drawn = list(pairs(asked, given.seed, given.reps))
    for name, classify in methods(reference=given.reference).items():
        print(name)
        print(table(scored(classify, drawn)).to_string())


def pairs(
    names: Iterable[str], seed: int, reps: int, labels: Iterable[str] = LABELS
) -> list[tuple[str, int, Pair]]:
    """The labelled pairs of some regimes with the length they were drawn for; the same seed, the same pairs."""
    found = []
    for name in names:
        for n in LENGTHS:
            for label in labels:
                for rep in range(reps):
                    key = [seed, n, zlib.crc32(name.encode()), LABELS.index(label), rep]
                    truth = "none" if "null" in name else label
                    draw = Draw(np.random.default_rng(key), n, truth)
                    found.append((name, n, REGIMES[name](draw)))
    return found


if __name__ == "__main__":
    main()
