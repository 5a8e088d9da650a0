from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.analytics.key_results.projection import ProjectionInput, projection
from dashboard.analytics.series.bounds import Bounds
from dashboard.analytics.series.usual_range import usual_range, usual_ranges
from dashboard.analytics.tasks import Task
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Direction, KeyResult
from dashboard.pipeline.tasks.fingerprint import code_fingerprint, fingerprint, method_files
from dashboard.pipeline.tasks.serialization import serialize

KEY_RESULT = KeyResult(
    id="k", title="t", kpi="m", direction=Direction.INCREASE, baseline=1, target=9
)
HISTORY = pd.Series(
    np.arange(30.0), index=pd.date_range("2026-01-05", periods=30, freq="W-MON").as_unit("s")
)
AHEAD = ProjectionInput(HISTORY, Grain.WEEK, 6, Bounds(0.0), dt.date(2026, 7, 1))


def of(key_result=KEY_RESULT, target=9.0, ahead=AHEAD, owner="k") -> str:
    return fingerprint(Task(owner, projection, (key_result, target, ahead)))


def test_the_same_question_has_the_same_fingerprint_whoever_asks():
    copy = replace(AHEAD, history=HISTORY.copy())

    assert of(ahead=copy, owner="another") == of()


@pytest.mark.parametrize(
    "changed",
    [
        {"target": 9.5},
        {"key_result": KEY_RESULT.model_copy(update={"baseline": 1.5})},
        {"key_result": KEY_RESULT.model_copy(update={"direction": Direction.DECREASE})},
        {"ahead": replace(AHEAD, horizon=7)},
        {"ahead": replace(AHEAD, bounds=Bounds())},
        {"ahead": replace(AHEAD, bounds=Bounds(0.0, 100.0))},
        {"ahead": replace(AHEAD, grain=Grain.MONTH)},
        {"ahead": replace(AHEAD, starts_on=dt.date(2026, 7, 2))},
        {"ahead": replace(AHEAD, history=HISTORY[:-1])},
        {"ahead": replace(AHEAD, history=HISTORY + np.spacing(29.0))},
        {"ahead": replace(AHEAD, history=HISTORY.shift(1, freq="7D"))},
    ],
)
def test_whatever_a_forecast_depends_on_changes_the_fingerprint(changed):
    assert of(**changed) != of()


def test_another_question_about_the_same_has_another_fingerprint():
    assert fingerprint(Task("m", usual_ranges, (HISTORY,))) != fingerprint(
        Task("m", usual_range, (HISTORY,))
    )


def test_the_program_has_one_fingerprint():
    assert code_fingerprint() == code_fingerprint.__wrapped__()


def test_the_file_of_every_class_in_an_answer_is_part_of_the_fingerprint():
    short = replace(AHEAD, history=HISTORY[:3])
    answers = [
        projection(KEY_RESULT, 9.0, AHEAD),
        projection(KEY_RESULT, 9.0, short),
        usual_range(HISTORY),
    ]

    names = {name for answer in answers for name in json.loads(serialize(answer))[0]}

    assert "dashboard.i18n:Message" in names
    files = {Path(str(sys.modules[name.partition(":")[0]].__file__)) for name in names}
    assert files <= set(method_files())
