"""What a forecast says beside its chance survives the snapshot and is answered by `status`."""

from __future__ import annotations

import datetime as dt
import json

import jsonschema
import pytest

from dashboard.actions.check_in import CheckInForm, check_in
from dashboard.config import Paths
from dashboard.pipeline.progress import Silent
from dashboard.pipeline.sync import sync
from dashboard.read_model.load import load_state
from dashboard.reports.status.answer import SCHEMA, status
from tests.pipeline.conftest import NOW

FIELDS = [
    "method",
    "inside_ahead",
    "needed_pace",
    "usual_pace",
    "pace_grain",
    "paces_enough",
    "paces_seen",
    "reason",
]


def test_every_direction_says_what_it_needs_beside_what_is_usual(applied: Paths):
    for week in range(9):
        on = dt.date(2026, 8, 21) + dt.timedelta(weeks=week)
        given = CheckInForm("satisfaction", "0.5", "", "ana", value=6 + week / 10, on=on)
        check_in(applied, given, now=NOW)
    sync(applied, now=NOW, progress=Silent())
    state = load_state(applied, NOW)
    assert state is not None

    answer = json.loads(status(state).model_dump_json())

    jsonschema.validate(answer, json.loads(SCHEMA.read_text("utf-8")))
    said = {
        one["id"]: {name: one["forecast"][name] for name in FIELDS}
        for one in answer["objectives"][0]["key_results"]
    }
    unknown = dict.fromkeys(FIELDS)
    measured, band = said["subscriptions"], said["churn"]
    assert measured["pace_grain"] == "week"
    assert measured["paces_seen"] == 49  # 59 weeks, 10 ahead
    assert 0 <= measured["paces_enough"] <= 49
    assert measured["inside_ahead"] is None
    assert 0 < band["inside_ahead"] <= 1
    assert band == unknown | {"method": band["method"], "inside_ahead": band["inside_ahead"]}
    assert said["regions"] == unknown | {
        "method": "steps at the rate at which they were done",
        "needed_pace": pytest.approx(1 / 74 * 365.25 / 12),
        "usual_pace": pytest.approx(1 / 18 * 365.25 / 12),
        "pace_grain": "month",
    }
    reported = said["satisfaction"]
    assert reported["needed_pace"] == pytest.approx((8 - 6.8) / 11)
    assert (reported["pace_grain"], reported["paces_seen"]) == ("week", 0)
    assert reported["usual_pace"] is None
    # whole numbers stay whole where other key results have none
    assert state.key_results["regions"].required_pace.paces_seen is None
    assert isinstance(state.key_results["subscriptions"].required_pace.paces_seen, int)
