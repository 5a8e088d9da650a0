"""How many key results will be reached, in a few words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.i18n import translator
from dashboard.reports.objectives.reached_counts import PROBABLY, how_many

t = translator("en")


def told(counts: Sequence[float] | None) -> str | None:
    found = how_many(counts, "en")
    return None if found is None else t.write(found).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ([0.05, 0.15, 0.72, 0.08], "probably 2 of 3"),
        ([0.74, 0.2, 0.06], "probably none of 2"),
        ([0.01, 0.02, 0.52, 0.45], "probably 2 or 3 of 3"),
        ([0.5, 0.4, 0.1], "probably 0 or 1 of 2"),
        ([0.08, 0.30, 0.38, 0.24], "likeliest: 2 of 3 (38 %)"),
        ([0.4, 0.2, 0.25, 0.15], "likeliest: none of 3 (40 %)"),
        ([0.0, 0.0, 1.0, 0.0], "2 of 3 reached"),
        ([1.0, 0.0, 0.0], "none of 2 reached"),
    ],
)
def test_the_words_follow_the_chances(counts: list[float], words: str) -> None:
    assert told(counts) == words


@pytest.mark.parametrize(
    "counts",
    [
        None,  # one has no forecast
        [0.3, 0.7],  # one key result: its chance says it
        [0.02, 0.08, 0.9],  # all: the chance that all are reached says it
        [0.0, 0.0, 1.0],
        [0.2, 0.15, 0.2, 0.2, 0.25],
    ],
)
def test_nothing_is_said_that_the_page_says_already_or_that_is_unknown(
    counts: list[float] | None,
) -> None:
    assert told(counts) is None


@given(st.lists(st.integers(1, 1000), min_size=3, max_size=8))
def test_what_is_called_probable_is_at_least_as_likely_as_that(parts: list[int]) -> None:
    counts = [part / sum(parts) for part in parts]
    found = how_many(counts, "en")
    if found is not None and found.key in ("reached-probably", "reached-one-of-two"):
        first = int(found.values.get("low", found.values.get("count")))  # type: ignore[arg-type]
        last = int(found.values.get("high", first))  # type: ignore[arg-type]
        assert sum(counts[first : last + 1]) >= PROBABLY
