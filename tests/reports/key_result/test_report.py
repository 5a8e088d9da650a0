from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Band, Direction, Milestone, Role, Status
from dashboard.domain.verdict_review import ReviewKind, VerdictReview
from dashboard.i18n import translator
from dashboard.read_model.state import State
from dashboard.reports.key_result.facts import facts_of
from dashboard.reports.key_result.report import KeyResultPage, key_result_page
from dashboard.reports.shared.not_found import UnknownKeyResult
from tests.reports.states import (
    AS_OF,
    CYCLE,
    MONDAY,
    Told,
    check_in,
    decision,
    kpi,
    leading,
    objective,
    revision,
    usual,
)

Build = Callable[..., State]
t = translator("en")


def page(state: State, name: str = "one", walk: tuple[str, ...] = ()) -> KeyResultPage:
    found = key_result_page(state, name, walk)
    assert isinstance(found, KeyResultPage)
    return found


def fact(state: State, which: int) -> tuple[str, list[str], list[str]]:
    one = facts_of(state, state.key_result("one"))[which]
    return (
        plain(one.number),
        [plain(t.write(m)) for m in one.remark],
        [plain(t.write(m)) for m in one.below],
    )


def weeks_ahead(count: int) -> pd.DataFrame:
    """A path of so many weeks to come."""
    return pd.DataFrame(
        {"period_on": [MONDAY + dt.timedelta(weeks=1 + ahead) for ahead in range(count)]}
    ).assign(median=3.0, low50=2.5, high50=3.5, low80=2.0, high80=4.0)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_title_says_from_where_to_where_by_when(build: Build) -> None:
    assert (
        plain(t.write(page(build(objective("a", Told("one", 0.3)))).title))
        == "One: from 10.2 % to 15.0 % by 31 Dec"
    )


def test_a_long_unit_is_said_once_in_the_title(build: Build) -> None:
    more = {"baseline": 3500, "target": 6000, "unit": "subscriptions"}
    title = plain(t.write(page(build(objective("a", Told("one", 0.3, more=more)))).title))
    assert title == "One: from 3 500 to 6 000 subscriptions by 31 Dec"


def test_now_is_compared_with_the_period_before(build: Build) -> None:
    health = {"value": 12.2, "previous_value": 11.9}
    measured = Told("one", 0.3, kpi="rate", health=health)
    assert fact(build(objective("a", measured), kpis=[kpi("rate")]), 0) == (
        "12.2 %",
        [],
        ["0.3 points higher than last week"],
    )
    reported = Told("one", 0.3, health=health)  # people report when they do
    assert fact(build(objective("a", reported)), 0)[2] == ["0.3 points higher than before"]


def test_behind_and_ahead_of_pace_go_by_the_direction(build: Build) -> None:
    health = {"value": 5.2, "steady_value": 4.8}
    more = {"direction": Direction.DECREASE, "baseline": 6.0, "target": 4.0, "unit": "h"}
    assert fact(build(objective("a", Told("one", 0.3, more=more, health=health))), 1)[2] == [
        "0.4 h behind pace"
    ]
    health = {"value": 13.2, "steady_value": 13.1}
    assert fact(build(objective("a", Told("one", 0.3, health=health))), 1)[2] == [
        "0.1 points ahead of pace"
    ]


def test_a_chance_is_said_in_number_and_word_with_its_change(build: Build) -> None:
    state = build(objective("a", Told("one", 0.31, 0.49)))
    assert fact(state, 2) == (
        "31 %",
        ["unlikely", "about 3 in 10"],
        ["▼ 18 points since last week (49 %)"],
    )


def test_a_chance_below_five_percent_is_fewer_than_one_in_ten(build: Build) -> None:
    assert fact(build(objective("a", Told("one", 0.01, 0.01))), 2)[1] == [
        "very unlikely",
        "fewer than 1 in 10",
    ]


def test_what_is_settled_is_a_result_and_no_forecast(build: Build) -> None:
    health = {"is_final": True, "reached_on": dt.date(2026, 10, 4)}
    state = build(objective("a", Told("one", 1.0, status=Status.REACHED, health=health)))
    assert fact(state, 2) == ("100 %", ["Reached"], ["reached on 4 Oct"])


def test_a_target_met_early_has_to_be_kept(build: Build) -> None:
    health = {"reached_on": dt.date(2026, 10, 4)}
    state = build(objective("a", Told("one", 0.86, 0.86, status=Status.REACHED, health=health)))
    assert fact(state, 2) == (
        "86 %",
        ["likely", "about 9 in 10"],
        ["same as last week", "reached on 4 Oct; keep it until 31 Dec: 86 %"],
    )
    label = facts_of(state, state.key_result("one"))[2].label
    assert t.write(label) == "Forecast: chance of keeping the target"


def test_a_forecast_that_is_sure_is_no_result_yet(build: Build) -> None:
    health = {"reached_on": dt.date(2026, 10, 4), "is_final": False}
    state = build(objective("a", Told("one", 1.0, 1.0, status=Status.REACHED, health=health)))
    assert fact(state, 2)[0] == "99 %"
    assert fact(state, 2)[2][1] == "reached on 4 Oct; keep it until 31 Dec: 99 %"


def test_the_gap_to_the_team_is_spoken_of_from_twenty_points(build: Build) -> None:
    number, beside, below = fact(build(objective("a", Told("one", 0.31, None, 0.7))), 3)
    assert (number, beside) == ("70 %", ["Ana Costa, Fri 16 Oct"])
    assert below == ["<b>39 points above the forecast</b>: talk about why"]
    assert fact(build(objective("a", Told("one", 0.6, None, 0.7))), 3)[2] == [
        "close to the forecast"
    ]


def test_a_band_shows_the_share_of_periods_inside_instead_of_a_pace(build: Build) -> None:
    more = {"direction": Direction.MAINTAIN, "baseline": None, "target": Band(low=2, high=4)}
    state = build(objective("a", Told("one", 0.8, more=more, health={"progress": 0.75})))
    assert fact(state, 1) == ("75 %", [], ["of this cycle; inside means 2–4 %"])
    assert plain(t.write(page(state).title)) == "One: stay within 2–4 % until 31 Dec"


def test_a_band_says_what_is_expected_ahead_and_since_when_it_is_inside(build: Build) -> None:
    more = {"direction": Direction.MAINTAIN, "baseline": None, "target": Band(low=2, high=4)}
    health = {
        "progress": 1.0,
        "inside_ahead": 0.78,
        "reached_on": dt.date(2026, 10, 4),
        "path": weeks_ahead(10),
    }
    told = Told("one", 0.8, 0.8, status=Status.REACHED, more=more, health=health)
    state = build(objective("a", told))
    assert fact(state, 1)[2] == [
        "of this cycle; inside means 2–4 %",
        "expected inside in 8 of the 10 weeks to come",
    ]
    assert fact(state, 2)[2][1] == "inside since 4 Oct; stay until 31 Dec: 80 %"
    over = {**health, "is_final": True}
    told = Told("one", 1.0, status=Status.REACHED, more=more, health=over)
    assert fact(build(objective("a", told)), 2)[2] == ["inside since 4 Oct"]


@pytest.mark.parametrize(
    ("share", "weeks", "told"),
    [
        (0.99, 6, ["expected inside in nearly all of the 6 weeks to come"]),
        (0.02, 6, ["expected inside in hardly any of the 6 weeks to come"]),
        (0.8, 1, []),  # of the last week the chance speaks
        (None, 6, []),
    ],
)
def test_a_band_never_promises_every_week_nor_none(
    build: Build, share: float | None, weeks: int, told: list[str]
) -> None:
    more = {"direction": Direction.MAINTAIN, "baseline": None, "target": Band(low=2, high=4)}
    health = {"progress": 1.0, "inside_ahead": share, "path": weeks_ahead(weeks)}
    state = build(objective("a", Told("one", 0.8, more=more, health=health)))
    assert fact(state, 1)[2][1:] == told


def test_weeks_before_the_cycle_are_none_of_those_to_come(build: Build) -> None:
    more = {"direction": Direction.MAINTAIN, "baseline": None, "target": Band(low=2, high=4)}
    health = {"progress": None, "inside_ahead": 0.5, "path": weeks_ahead(10)}
    starts = CYCLE.model_copy(update={"starts_on": MONDAY + dt.timedelta(weeks=7)})
    told = Told("one", 0.8, more=more, health=health)
    state = build(objective("a", told), cycle=starts)
    assert fact(state, 1)[2][1:] == ["expected inside in 2 of the 4 weeks to come"]


def test_milestones_are_counted(build: Build) -> None:
    steps = (Milestone(title="Region one", done_on=AS_OF), Milestone(title="Region two"))
    more = {
        "direction": Direction.MILESTONE,
        "baseline": None,
        "target": None,
        "milestones": steps,
    }
    state = build(objective("a", Told("one", None, more=more, health={"value": 1.0})))
    assert fact(state, 0)[0] == "1 / 2"
    assert t.write(page(state).title) == "One: 2 steps by 31\N{NO-BREAK SPACE}Dec"


def test_an_unknown_id_gets_what_looks_like_it(build: Build) -> None:
    found = key_result_page(
        build(objective("a", Told("paid-subscriptions", 0.5))), "paid-subscription"
    )
    assert isinstance(found, UnknownKeyResult)
    assert found.near == (("paid-subscriptions", "Paid subscriptions"),)


def test_previous_and_next_follow_the_cycle_or_the_walk(build: Build) -> None:
    state = build(
        objective("a", Told("one", 0.5), Told("two", 0.5)), objective("b", Told("three", 0.5))
    )
    assert (page(state, "two").previous_id, page(state, "two").next_id) == ("one", "three")
    walked = page(state, "three", ("three", "one"))
    assert (walked.previous_id, walked.next_id) == (None, "one")


def test_the_chart_holds_what_was_measured_and_forecast_by_the_day_it_counts(build: Build) -> None:
    path = pd.DataFrame(
        {
            "period_on": [MONDAY + dt.timedelta(weeks=1)],
            "median": [12.4],
            "low50": [12.0],
            "high50": [12.8],
            "low80": [11.5],
            "high80": [13.3],
        }
    )
    told = Told("one", 0.3, kpi="rate", health={"path": path})
    state = build(objective("a", told), kpis=[kpi("rate")], series={"rate": [11.0, 12.2]})
    chart = page(state).chart
    assert [(p.on, p.value) for p in chart.points] == [
        (AS_OF - dt.timedelta(weeks=1), 11.0),
        (AS_OF, 12.2),
    ]
    assert chart.fan is not None
    assert chart.fan.dates == (AS_OF + dt.timedelta(weeks=1),)
    assert list(page(state).data["value"].dropna()) == [11.0, 12.2]


def test_a_declared_lead_that_is_not_measured_is_drawn_on_its_own_dates(build: Build) -> None:
    state = build(
        objective("a", Told("one", 0.3)),
        kpis=[kpi("sign-ups")],
        series={"sign-ups": [500, 412]},
        indicators={"one": (leading("sign-ups"),)},
        usual={"sign-ups": (usual("sign-ups", 412, 455, 560),)},
    )
    (lead,) = page(state).chart.leads
    assert math.isnan(lead.lead_periods)
    assert [point.is_outside for point in lead.points] == [False, True]
    assert t.write(page(state).kpis[0].basis) == "declared by the team, not measured yet"


def test_a_lead_is_said_in_the_outcomes_periods_and_the_kpi_drawn_at_its_own(
    build: Build,
) -> None:
    measured = {"evidence": "leading", "basis": "measured", "lead_periods": 3.0, "certainty": 0.93}
    state = build(
        objective("a", Told("one", 0.3)),
        kpis=[kpi("sign-ups")],
        series={"sign-ups": [500, 412]},
        indicators={"one": (leading("sign-ups", grain=Grain.MONTH, **measured),)},
    )
    (lead,) = page(state).chart.leads
    assert (lead.lead_periods, lead.lead_grain, lead.grain) == (3.0, Grain.MONTH, Grain.WEEK)
    assert len(lead.points) == 2
    assert plain(t.write(lead.role_text)).startswith("leads by 3 months")
    assert plain(t.write(page(state).kpis[0].basis)).startswith("measured: 3 months before")


def test_the_periods_by_which_a_kpi_lags_are_no_lead_even_where_it_is_read_as_leading(
    build: Build,
) -> None:
    said = VerdictReview(
        key_result="one",
        kpi="sign-ups",
        kind=ReviewKind.OVERRIDDEN,
        role=Role.LEADING,
        reason="We ask before they buy",
        on=AS_OF,
        by="ana.costa@example.com",
        evidence="lagging",
        lead_periods=3.0,
    )
    lags = {"evidence": "lagging", "basis": "overridden", "lead_periods": 3.0, "review": said}
    state = build(
        objective("a", Told("one", 0.3)),
        kpis=[kpi("sign-ups")],
        series={"sign-ups": [500, 412]},
        indicators={"one": (leading("sign-ups", **lags),)},
    )
    (lead,) = page(state).chart.leads
    assert math.isnan(lead.lead_periods)
    assert t.write(lead.role_text) == "set to leading by the team, lead not measured"
    assert t.write(page(state).kpis[0].basis) == "overridden by Ana Costa: We ask before they buy"


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        ("lagging", "measured: 3 weeks after"),
        ("coincident", "measured: at the same time"),
    ],
)
def test_what_lags_is_said_to_come_after(build: Build, evidence: str, told: str) -> None:
    row = leading(
        "sign-ups",
        evidence=evidence,
        basis="measured",
        role=Role.LAGGING,
        lead_periods=3.0,
        certainty=0.93,
    )
    state = build(
        objective("a", Told("one", 0.3)), kpis=[kpi("sign-ups")], indicators={"one": (row,)}
    )
    assert plain(t.write(page(state).kpis[0].basis)).startswith(told)


def test_no_leading_kpi_is_said_in_words(build: Build) -> None:
    assert t.write(page(build(objective("a", Told("one", 0.3)))).explain).startswith(
        "No KPI gives early warning yet"
    )


def test_a_changed_target_is_a_step_in_the_chart_and_an_entry_in_the_log(build: Build) -> None:
    changed = revision("one", dt.date(2026, 9, 1), "target", "14.0", "15.0")
    found = page(build(objective("a", Told("one", 0.3)), revisions=(changed,)))
    assert [(p.on.isoformat(), p.value) for p in found.chart.target_steps] == [
        ("2026-07-01", 14.0),
        ("2026-09-01", 15.0),
    ]
    assert t.write(found.timeline[0].texts[0]) == "From 14.0 to 15.0."


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ('"2026-10-20"', "Step done: Sweden is live"),
        ("null", "Not done any more: Sweden is live"),
    ],
)
def test_a_step_that_the_file_says_is_done_is_told_as_a_step(
    build: Build, new: str, said: str
) -> None:
    changed = revision("one", dt.date(2026, 10, 20), "done_on: Sweden is live", "null", new)
    entry = page(build(objective("a", Told("one", 0.3)), revisions=(changed,))).timeline[0]
    assert plain(t.write(entry.line)) == "Tue 20 Oct · ana changed the steps"
    assert t.write(entry.texts[0]) == said


def test_a_linked_kpi_has_the_decimals_of_its_usual_range(build: Build) -> None:
    state = build(
        objective("a", Told("one", 0.3)),
        kpis=[kpi("sign-ups", unit="%")],
        indicators={"one": (leading("sign-ups", value=101.7),)},
        usual={"sign-ups": (usual("sign-ups", 101.7, 99.9, 101.6),)},
    )
    linked = page(state).kpis[0]
    assert (plain(linked.value), plain(linked.usual)) == ("101.7 %", "99.9–101.6 %")


def test_the_log_is_newest_first_and_of_this_key_result_only(build: Build) -> None:
    state = build(
        objective("a", Told("one", 0.3), Told("two", 0.3)),
        check_ins=(check_in("one", dt.date(2026, 10, 9), note="Slow."), check_in("two", AS_OF)),
        decisions=(decision("one", dt.date(2026, 10, 12), "Keep the test."),),
    )
    entries = page(state).timeline
    assert [entry.kind for entry in entries] == ["decision", "check_in"]
    assert plain(t.write(entries[1].line)) == "Fri 9 Oct · Ana · confidence 70 %"


def test_a_forecast_of_nothing_is_drawn_as_one_percent(build: Build) -> None:
    belief = page(build(objective("a", Told("one", 0.3, 0.001)))).belief
    assert [point.value for point in belief.forecast] == [0.01]


def test_every_text_of_a_page_can_be_written(build: Build) -> None:
    state: Any = build(
        objective("a", Told("one", 0.3, 0.4, 0.9)), check_ins=(check_in("one", AS_OF),)
    )
    found = page(state)
    texts = [
        found.eyebrow,
        found.title,
        found.explain,
        found.compact_explain,
        found.leads_explain,
        *found.how,
    ]
    assert all(t.write(text) for text in texts)


def test_the_own_measure_is_said_to_be_it(build: Build) -> None:
    own = leading("sign-ups", role=Role.LAGGING, declared=Role.LAGGING)
    state = build(
        objective("a", Told("one", 0.3, kpi="sign-ups")),
        kpis=[kpi("sign-ups")],
        indicators={"one": (own,)},
    )
    assert t.write(page(state).kpis[0].basis) == "its own measure: it shows the result"
