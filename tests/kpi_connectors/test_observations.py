from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from kpi_connectors.errors import BadData
from kpi_connectors.observations import Delivery, check_frame, empty_frame, observations_frame


def frame(*rows: tuple[str, str, float]) -> pd.DataFrame:
    ids, days, values = zip(*rows, strict=True)
    return observations_frame(
        pd.Series(ids), np.array(days, "datetime64[s]"), np.array(values, "float64")
    )


def test_an_empty_frame_keeps_the_contract():
    check_frame(empty_frame())
    assert Delivery(empty_frame(), (), 0).latest is None


def test_a_tidy_frame_keeps_the_contract():
    tidy = frame(("a", "2026-01-05", 1), ("a", "2026-01-12", 2), ("b", "2026-01-05", 3))
    check_frame(tidy)
    assert Delivery(tidy, (), 3).latest == dt.date(2026, 1, 12)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (
            frame(("a", "2026-01-05", 1)).assign(x=1),
            "its columns are kpi_id, observed_on, value, x",
        ),
        (frame(("a", "2026-01-05", 1)).astype({"value": "float32"}), "column value is float32"),
        (
            frame(("a", "2026-01-05", 1)).astype({"observed_on": "datetime64[ns]"}),
            "column observed_on is",
        ),
        (frame(("a", "2026-01-05", 1)).astype({"kpi_id": "object"}), "column kpi_id is object"),
        (frame(("a", "NaT", 1)), "no KPI or no date"),
        (frame(("a", "2026-01-05", np.nan)), "a value is missing"),
        (frame(("a", "2026-01-05", -np.inf)), "infinite"),
        (frame(("a", "2026-01-05", 1e301)), "too large"),
        (frame(("a", "2026-01-05T01:00", 1)), "time of day"),
        (frame(("b", "2026-01-05", 1), ("a", "2026-01-05", 1)), "not sorted by kpi_id"),
        (
            frame(("a", "2026-01-05", 1), ("b", "2026-01-05", 1), ("a", "2026-01-06", 1)),
            "not sorted by kpi_id",
        ),
        (frame(("a", "2026-01-06", 1), ("a", "2026-01-05", 1)), "not sorted by observed_on"),
        (frame(("a", "2026-01-05", 1), ("a", "2026-01-05", 1)), "two values for one date"),
    ],
)
def test_a_frame_that_breaks_the_contract_is_refused_with_the_way_it_does(broken, said):
    with pytest.raises(BadData, match=said) as caught:
        check_frame(broken)
    assert caught.value.kind == "contract"
