from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.forecast.ensemble.season_index import LENGTHS, season_indices
from dashboard.domain.kpi import Grain

days = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31)).map(pd.Timestamp)


def test_weeks_go_by_their_number() -> None:
    # Monday 30 December 2024 begins the first week of 2025
    assert season_indices(pd.Timestamp("2024-12-16"), Grain.WEEK, 4).tolist() == [50, 51, 0, 1]


def test_the_53rd_week_shares_the_place_of_the_52nd() -> None:
    # 2026 has 53 weeks, the last from 28 December
    assert season_indices(pd.Timestamp("2026-12-21"), Grain.WEEK, 3).tolist() == [51, 51, 0]


def test_months_quarters_and_days_go_round() -> None:
    assert season_indices(pd.Timestamp("2026-11-01"), Grain.MONTH, 4).tolist() == [10, 11, 0, 1]
    assert season_indices(pd.Timestamp("2026-07-01"), Grain.QUARTER, 4).tolist() == [2, 3, 0, 1]
    assert season_indices(pd.Timestamp("2026-11-21"), Grain.DAY, 4).tolist() == [5, 6, 0, 1]


@given(days)
def test_a_week_that_begins_on_any_day_has_the_number_of_that_day(first: pd.Timestamp) -> None:
    stamps = [first + pd.Timedelta(weeks=k) for k in range(60)]
    numbers = [min(stamp.isocalendar().week, 52) - 1 for stamp in stamps]
    assert season_indices(first, Grain.WEEK, 60).tolist() == numbers


@given(days, st.sampled_from(list(Grain)), st.integers(1, 200))
def test_every_place_lies_within_its_season(first: pd.Timestamp, grain: Grain, count: int) -> None:
    indices = season_indices(first, grain, count)
    assert indices.shape == (count,)
    assert ((indices >= 0) & (indices < LENGTHS[grain])).all()


@given(days, st.sampled_from([Grain.DAY, Grain.MONTH, Grain.QUARTER]), st.integers(1, 60))
def test_a_season_later_is_the_same_place(first: pd.Timestamp, grain: Grain, count: int) -> None:
    indices = season_indices(first, grain, count + LENGTHS[grain])
    assert np.array_equal(indices[LENGTHS[grain] :], indices[:count])
