from __future__ import annotations

from collections.abc import Callable

import pytest
from pydantic import ValidationError

from dashboard.analytics.lead_lag.indicator_health import assess_indicator
from dashboard.domain.okr import Attachment, Direction, Milestone
from dashboard.read_model.state import State
from dashboard.reports.status.answer import status, status_tables
from dashboard.reports.status.schema import IndicatorAnswer
from tests.reports.states import AS_OF, Told, kpi, objective
from tests.sample_verdicts import verdict


def certainty_of(build: Callable[..., State], certainty: float) -> IndicatorAnswer:
    found = verdict("leading", certainty=certainty)
    indicator = assess_indicator(Attachment(kpi="sign-ups"), None, found)
    state = build(
        objective("a", Told("one", 0.3)),
        kpis=[kpi("sign-ups")],
        indicators={"one": (indicator,)},
    )
    answer = status(state, is_every_cycle=True)
    return answer.objectives[0].key_results[0].indicators[0]


def test_a_certainty_is_a_probability_whatever_floats_lose(build: Callable[..., State]):
    answer = certainty_of(build, 1 + 2**-52)
    assert answer.certainty == 1.0
    for wrong in (-0.01, 1.01):
        with pytest.raises(ValidationError, match="certainty"):
            IndicatorAnswer(**answer.model_dump() | {"certainty": wrong})


def test_of_milestones_the_table_says_how_many_of_how_many(build: Callable[..., State]):
    done, still = Milestone(title="One", done_on=AS_OF), Milestone(title="Two")
    steps = {
        "direction": Direction.MILESTONE,
        "baseline": None,
        "target": None,
        "unit": "",
        "milestones": (done, still, Milestone(title="Three")),
    }
    told = Told("one", 0.3, more=steps, health={"value": 1.0})
    state = build(objective("a", told), indicators={"one": ()})

    ((_, columns, (row,)),) = status_tables(status(state, is_every_cycle=True), state)

    shown = dict(zip(columns, row, strict=True))
    assert (shown["now"], shown["target"]) == ("1 / 3", "3")
