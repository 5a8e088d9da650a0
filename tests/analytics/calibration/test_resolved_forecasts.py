from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.analytics.calibration.recalibration import RESOLVED_COLUMNS, recalibration
from dashboard.analytics.calibration.resolved_forecasts import resolved_forecasts
from dashboard.analytics.forecast.method import Method

DUE = dt.date(2026, 9, 30)


def said(as_of: str, chance: float | None, **more: object) -> dict:
    return {
        "key_result_id": "paid",
        "as_of": dt.date.fromisoformat(as_of),
        "due_on": DUE,
        "target": 10.0,
        "method": "levels and trends",
        "chance": chance,
        "raw_chance": None,
    } | more


ENDED = said("2026-10-05", 1.0, method=Method.FINAL)


def test_a_forecast_meets_what_became_of_it():
    found = resolved_forecasts(
        pd.DataFrame([said("2026-07-06", 0.4), said("2026-07-13", 0.6, raw_chance=0.7), ENDED])
    )

    assert list(found.columns) == list(RESOLVED_COLUMNS)
    assert found["chance"].tolist() == [0.4, 0.7]
    assert found["is_reached"].tolist() == [1, 1]
    assert set(found["resolved_on"]) == {pd.Timestamp("2026-10-05")}


def test_a_fact_that_was_corrected_counts_as_known_last_from_when_it_was_known_first():
    corrected = said("2026-10-12", 0.0, method=Method.FINAL)

    found = resolved_forecasts(pd.DataFrame([said("2026-07-06", 0.4), ENDED, corrected]))

    assert found["is_reached"].tolist() == [0]
    assert found["resolved_on"].tolist() == [pd.Timestamp("2026-10-05")]


def test_what_was_promised_otherwise_then_is_left_out():
    easier = said("2026-07-06", 0.9, target=5.0)
    later = said("2026-07-13", 0.9, due_on=dt.date(2026, 12, 31))
    silent = said("2026-07-20", None, method=None)

    assert resolved_forecasts(pd.DataFrame([easier, later, silent, ENDED])).empty


def test_bands_and_steps_are_left_out():
    rows = [said("2026-07-06", 0.4, target=None), ENDED | {"target": None}]

    assert resolved_forecasts(pd.DataFrame(rows)).empty


def test_nothing_settled_is_nothing_to_learn_from():
    for history in (
        pd.DataFrame(),
        pd.DataFrame([said("2026-07-06", 0.4)]),
        pd.DataFrame([ENDED]),
    ):
        found = resolved_forecasts(history)
        assert list(found.columns) == list(RESOLVED_COLUMNS)
        assert recalibration(found).settled == 0


def test_stamps_of_a_database_and_days_of_now_are_one_history():
    before = pd.DataFrame([said("2026-07-06", 0.4)])
    before["as_of"] = pd.to_datetime(before["as_of"]).astype("datetime64[s]")
    before["due_on"] = pd.to_datetime(before["due_on"]).astype("datetime64[s]")

    found = resolved_forecasts(pd.concat([before, pd.DataFrame([ENDED])]))

    assert found["chance"].tolist() == [0.4]
