from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.analytics.assessment import assess
from dashboard.analytics.series.observed import StatedByPeople, kpi_data
from dashboard.domain.kpi import Aggregation, Grain, Kpi
from dashboard.domain.okr import Attachment, Cycle, Direction, KeyResult, Objective, OkrSet, Role

NAMES = {"a": "Nettbesøk", "b": "Kundefrafall", "c": "Qualified leads", "d": "Zorblax"}
NO_SERIES = pd.DataFrame(columns=["kpi_id", "grain", "period_on", "value", "is_complete"])


def test_a_kpi_of_which_nothing_is_declared_gets_the_role_of_what_it_measures() -> None:
    key_result = KeyResult(
        id="kr",
        title="More leads",
        kpi="c",
        direction=Direction.INCREASE,
        target=9.0,
        kpis=(*(Attachment(kpi=kpi) for kpi in NAMES), Attachment(kpi="gone")),
    )
    cycle = Cycle(id="2026", starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 12, 31))
    objective = Objective(id="o", title="Grow", key_results=(key_result,))
    kpis = {
        kpi: Kpi(id=kpi, name=name, grain=Grain.WEEK, aggregation=Aggregation.SUM)
        for kpi, name in NAMES.items()
    }
    observed = kpi_data(kpis, {}, NO_SERIES, {})

    found = assess(
        [OkrSet(cycle=cycle, objectives=(objective,))],
        observed,
        {},
        StatedByPeople(),
        dt.date(2026, 5, 1),
    ).indicators["kr"]

    assert {one.kpi: one.role for one in found} == {
        "a": Role.LEADING,
        "b": Role.LAGGING,
        "c": Role.LAGGING,  # a lead by its name, and the key result's own measure
        "d": Role.LAGGING,
        "gone": Role.LAGGING,
    }
    assert {one.basis for one in found} == {"assumed"}
