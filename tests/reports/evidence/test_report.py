from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth, assess_indicator
from dashboard.analytics.lead_lag.verdict import LagLink, Verdict, too_little
from dashboard.charts.data import Span
from dashboard.domain.kpi import Better, Grain
from dashboard.domain.okr import Attachment, Direction, Role
from dashboard.domain.verdict_review import ReviewKind, VerdictReview
from dashboard.i18n import Message, translator
from dashboard.read_model.state import State
from dashboard.reports.evidence.pair import EvidencePair
from dashboard.reports.evidence.report import LeadingLaggingPage, leading_lagging_page
from dashboard.reports.evidence.row import EvidenceRow
from dashboard.reports.shared.not_found import UnknownKeyResult
from tests.reports.states import MONDAY, Told, kpi, objective
from tests.sample_verdicts import explained, verdict

Build = Callable[..., State]
t = translator("en")

RATE = "trial-to-paid"
KPIS = ("sign-ups", "invites", "revenue", RATE)


def said(message: Message | None) -> str:
    return t.write(message).replace("\N{NO-BREAK SPACE}", " ") if message else ""


def judged(
    name: str,
    found: Verdict,
    declared: Role | None = Role.LEADING,
    grain: Grain | None = Grain.WEEK,
    **more: Any,
) -> IndicatorHealth:
    attached = Attachment(kpi=name, declared=declared)
    return assess_indicator(attached, None, found, grain=grain, **more)


def review(kind: ReviewKind, **more: Any) -> VerdictReview:
    filled: dict[str, Any] = {
        "key_result": "one",
        "kpi": "sign-ups",
        "kind": kind,
        "on": dt.date(2026, 10, 16),
        "by": "ana.costa@example.com",
        "evidence": "leading",
        "lead_periods": 3.0,
    }
    return VerdictReview(**{**filled, **more})


def state_of(build: Build, *indicators: IndicatorHealth, **more: Any) -> State:
    """A key result with a weekly measure; `grain` is that of the first KPI."""
    grains = [more.pop("grain", Grain.WEEK), *[Grain.WEEK] * len(KPIS)]
    kpis = [kpi(name, grain=grain) for name, grain in zip(KPIS, grains, strict=False)]
    measure = more.pop("measure", RATE)
    told = Told("one", 0.3, kpi=measure, more=more.pop("key_result", {}))
    return build(objective("a", told), **{"kpis": kpis, "indicators": {"one": indicators}, **more})


def page(state: State, key_result: str = "one", kpi_id: str = "") -> LeadingLaggingPage:
    found = leading_lagging_page(state, key_result, kpi_id)
    assert isinstance(found, LeadingLaggingPage)
    return found


def pair(
    build: Build, found: Verdict, declared: Role | None = Role.LEADING, **more: Any
) -> EvidencePair:
    shown = page(state_of(build, judged("sign-ups", found, declared), **more)).pair
    assert shown is not None
    return shown


def lines(shown: EvidencePair) -> list[tuple[str, str, str]]:
    return [(one.judged, said(one.text), said(one.word)) for one in shown.lines]


def row(build: Build, found: Verdict, declared: Role | None = Role.LEADING) -> EvidenceRow:
    return page(state_of(build, judged("sign-ups", found, declared))).rows[0]


@pytest.mark.parametrize(
    ("found", "declared", "sentence"),
    [
        (
            verdict("leading"),
            Role.LEADING,
            "Sign ups is a leading KPI for Trial to paid: it moves about 3 weeks (2 to 4) earlier.",
        ),
        (
            verdict("lagging", 5),
            Role.LAGGING,
            "Sign ups is a lagging KPI for Trial to paid: it moves about 5 weeks (4 to 6) later.",
        ),
        (
            verdict("coincident"),
            Role.LAGGING,
            "Sign ups moves in the same week as Trial to paid: it gives no early warning.",
        ),
        (verdict("none"), Role.LEADING, "Sign ups shows no clear link with Trial to paid."),
        (
            too_little(5),
            Role.LEADING,
            "Too little data to say whether Sign ups leads Trial to paid: 5 of 8 weeks.",
        ),
        (
            verdict("too_little", certainty=0.55),
            Role.LEADING,
            "The data cannot say yet whether Sign ups leads Trial to paid.",
        ),
        (
            verdict("too_little", points=11),
            Role.LEADING,
            "The data cannot say yet whether Sign ups leads Trial to paid: "
            "both have values for 11 weeks; most links need 26 to show.",
        ),
        (
            verdict("leading"),
            Role.LAGGING,
            "Sign ups is declared lagging for Trial to paid, but it moves about 3 weeks (2 to 4) earlier.",
        ),
        (
            verdict("lagging"),
            Role.LEADING,
            "Sign ups is declared leading for Trial to paid, but it moves about 3 weeks (2 to 4) later.",
        ),
    ],
)
def test_the_headline_is_the_verdict(
    build: Build, found: Verdict, declared: Role, sentence: str
) -> None:
    assert said(page(state_of(build, judged("sign-ups", found, declared))).headline) == sentence


def test_the_eyebrow_says_on_what_it_was_tested(build: Build) -> None:
    one = replace(judged("sign-ups", verdict("leading")), value_on=MONDAY)
    state = state_of(build, one)
    assert said(page(state).eyebrow) == "Evidence · One · tested on 117 weeks to Sun 18 Oct 2026"


@pytest.mark.parametrize(
    ("found", "declared", "basis"),
    [
        (verdict("leading"), Role.LEADING, ""),
        (verdict("none"), Role.LEADING, "It counts as leading because the team declared it so."),
        (
            too_little(14),
            None,
            "It counts as lagging because nothing is declared: that is assumed from what it measures.",
        ),
    ],
)
def test_what_the_role_rests_on_is_said(
    build: Build, found: Verdict, declared: Role | None, basis: str
) -> None:
    assert said(pair(build, found, declared).basis) == basis


def test_an_override_comes_first_and_the_data_still_have_their_say(build: Build) -> None:
    override = review(ReviewKind.OVERRIDDEN, role=Role.LAGGING, reason="We ask them afterwards")
    state = state_of(build, judged("sign-ups", verdict("leading"), review=override))
    shown = page(state).pair
    assert shown is not None
    assert said(shown.headline) == (
        "Sign ups counts as lagging for Trial to paid: Ana Costa overrode what the data say."
    )
    assert said(shown.basis) == "The data say that it leads by 3 weeks (2 to 4)."
    assert shown.review is not None
    assert said(shown.review.line) == (
        "Overridden by Ana Costa on Fri 16 Oct 2026: it counts as lagging"
    )
    assert shown.review.reason == "We ask them afterwards"
    assert shown.review.since is None
    assert not shown.can_accept
    assert said(page(state).rows[0].basis) == "counts as lagging: overridden"


@pytest.mark.parametrize(
    ("found", "since", "can_accept"),
    [
        (verdict("leading"), "", False),
        (
            verdict("leading", 7),
            "The data said “leading” then; they say something else now.",
            True,
        ),
        (verdict("none"), "The data said “leading” then; they say something else now.", True),
    ],
)
def test_a_verdict_that_was_accepted_may_be_accepted_again_once_it_changed(
    build: Build, found: Verdict, since: str, can_accept: bool
) -> None:
    accepted = review(ReviewKind.ACCEPTED)
    shown = page(state_of(build, judged("sign-ups", found, review=accepted))).pair
    assert shown is not None
    assert shown.review is not None
    assert said(shown.review.line) == "Accepted by Ana Costa on Fri 16 Oct 2026"
    assert said(shown.review.since) == since
    assert shown.can_accept is can_accept


@pytest.mark.parametrize("found", [too_little(14), verdict("too_little")])
def test_what_says_nothing_cannot_be_accepted(build: Build, found: Verdict) -> None:
    assert not pair(build, found).can_accept


def test_the_evidence_is_told_line_by_line_with_a_judgement(build: Build) -> None:
    why = {"season_periods": (52.18,), "set_aside": 4}
    shown = pair(build, verdict("leading", why=why))
    assert lines(shown) == [
        ("good", "Strongest link is 3 weeks before, 0.75", "clear"),
        ("good", "Improves the forecast on weeks it never saw", "error 14 % lower"),
        ("good", "Same answer in 8 of 9 parts of the history", "steady"),
        ("good", "How sure it is that the KPI leads", "93 % sure"),
        (
            "watch",
            "The time of year was removed from both; part of the link may still be holidays",
            "watch",
        ),
        ("good", "4 gaps and outliers carry no weight", "set aside"),
    ]
    assert said(shown.why) == "Why we say “leading”"
    assert said(shown.verdict) == "Leading by 3 weeks (2 to 4) · strong"
    assert shown.mark == "leading"


def test_weak_evidence_is_to_be_watched(build: Build) -> None:
    why = {
        "profile": explained(3, 0.15).profile,
        "error_reduction": -0.03,
        "agreeing": 5,
        "set_aside": 30,
    }
    found = verdict("leading", points=20, certainty=0.7, strength=0.15, why=why)
    assert lines(pair(build, found)) == [
        ("watch", "Strongest link is 3 weeks before, 0.15", "weak"),
        ("watch", "Does not improve the forecast on weeks it never saw", "error 3 % higher"),
        ("watch", "Same answer in 5 of 9 parts of the history", "mixed"),
        ("watch", "How sure it is that the KPI leads", "70 % sure"),
        ("watch", "Both have values for only 20 weeks", "few"),
        ("watch", "30 gaps and outliers carry no weight", "many"),
    ]


def test_a_forecast_that_was_not_tried_is_neither_for_nor_against(build: Build) -> None:
    found = verdict("leading", why={"error_reduction": math.nan})
    assert (
        "unknown",
        "Too few weeks to test whether it improves the forecast",
        "not tested",
    ) in lines(pair(build, found))


def test_a_change_of_the_forecast_too_small_to_show_is_no_help(build: Build) -> None:
    found = verdict("leading", why={"error_reduction": 0.004})
    shown = "Does not improve the forecast on weeks it never saw"
    assert ("watch", shown, "no help") in lines(pair(build, found))
    assert said(row(build, found).helps) == "no"


def test_the_claimed_link_is_not_called_the_strongest_where_another_is(build: Build) -> None:
    profile = (LagLink(2.0, 0.4, 0.2), LagLink(3.0, 0.5, 0.2), LagLink(4.0, 0.6, 0.2))
    found = verdict("leading", why={"profile": profile})
    assert lines(pair(build, found))[0][1] == (
        "Link of 0.5 at 3 weeks before; the strongest, 0.6, is 4 weeks before"
    )


def test_a_link_at_the_same_time_that_is_stronger_is_named(build: Build) -> None:
    profile = (LagLink(0.0, -0.44, 0.1), LagLink(1.0, -0.05, 0.1), LagLink(2.0, -0.08, 0.1))
    found = verdict("leading", 1, lead_low=1.0, lead_high=15.0, why={"profile": profile})
    assert lines(pair(build, found))[:2] == [
        (
            "watch",
            "Link of −0.05 at 1 week before; the strongest, −0.44, is in the same week",
            "weak",
        ),
        ("good", "The effect arrives little by little, 1 to 15 weeks later", "spread"),
    ]


@pytest.mark.parametrize(
    ("certainty", "words"),
    [
        (0.985, "99 % sure"),
        (0.99, "99 % sure"),
        (0.9999, "more than 99 % sure"),
        (1.0, "more than 99 % sure"),
    ],
)
def test_nothing_is_said_to_be_surer_than_99_percent(
    build: Build, certainty: float, words: str
) -> None:
    assert words in [one[2] for one in lines(pair(build, verdict("leading", certainty=certainty)))]


def test_what_is_not_clear_tells_how_likely_no_link_is(build: Build) -> None:
    shown = lines(pair(build, verdict("too_little", certainty=0.31)))
    assert ("watch", "How likely it is that there is no link at all", "31 %") in shown
    shown = lines(pair(build, verdict("too_little", certainty=0.002)))
    assert shown[1][2] == "less than 1 %"


@pytest.mark.parametrize("evidence", ["lagging", "coincident"])
def test_what_comes_later_or_at_once_is_not_asked_to_help_the_forecast(
    build: Build, evidence: str
) -> None:
    found = verdict(evidence, why={"error_reduction": math.nan})
    assert not [text for _, text, _ in lines(pair(build, found)) if "forecast" in text]


def test_a_forecast_from_other_periods_is_said_not_to_be_tried(build: Build) -> None:
    found = judged("sign-ups", verdict("leading", why={"error_reduction": math.nan}))
    shown = page(state_of(build, found, grain=Grain.MONTH)).pair
    assert shown is not None
    assert (
        "unknown",
        "Not tested whether it improves the forecast: the two are measured in different periods",
        "not tested",
    ) in lines(shown)


@pytest.mark.parametrize(
    ("grain", "periods", "words"),
    [
        (Grain.WEEK, (52.18,), "The time of year"),
        (Grain.WEEK, (13.04, 6.52), "The pattern within the quarter"),
        (Grain.WEEK, (4.348,), "The pattern within the month"),
        (Grain.MONTH, (12.0, 6.0), "The time of year"),
        (Grain.MONTH, (3.0,), "The pattern within the quarter"),
    ],
)
def test_a_season_is_called_what_people_call_it(
    build: Build, grain: Grain, periods: tuple[float, ...], words: str
) -> None:
    one = judged("sign-ups", verdict("leading", why={"season_periods": periods}), grain=grain)
    shown = page(state_of(build, one, grain=grain)).pair
    assert shown is not None
    assert [text for _, text, _ in lines(shown) if text.startswith(words)]


def test_of_a_link_that_is_not_claimed_no_strength_is_said(build: Build) -> None:
    assert said(row(build, verdict("none", strength=0.36)).strength) == "–"


def test_a_conflict_comes_first(build: Build) -> None:
    shown = pair(build, verdict("leading"), Role.LAGGING)
    assert lines(shown)[0] == (
        "watch",
        "Declared lagging, but the data say that it leads",
        "conflict",
    )


def test_no_link_is_supported_by_links_that_could_be_chance(build: Build) -> None:
    shown = lines(pair(build, verdict("none", certainty=0.86)))
    assert shown[0] == ("good", "Strongest link is 3 weeks before, 0.12", "could be chance")
    assert ("good", "How sure it is that there is no link", "86 % sure") in shown


def test_too_little_is_counted_and_not_judged(build: Build) -> None:
    shown = pair(build, too_little(5))
    assert lines(shown) == [
        ("unknown", "Both have values for 5 of the 8 weeks needed for a comparison", "too few")
    ]
    assert said(shown.why) == "Why we say “too little data”"
    assert shown.chart is None


@pytest.mark.parametrize(
    ("points", "word", "line"),
    [
        (7, "Too little data (7 of 8 weeks)", None),
        (8, "Not clear yet", "Both have values for 8 weeks; most links need 26 to show"),
        (25, "Not clear yet", "Both have values for 25 weeks; most links need 26 to show"),
        (26, "Not clear yet", None),
    ],
)
def test_what_was_compared_without_an_answer_is_not_clear_yet(
    build: Build, points: int, word: str, line: str | None
) -> None:
    found = verdict("too_little", points=points)
    told = [text for _, text, word in lines(pair(build, found)) if word == "few"]
    assert said(row(build, found).verdict) == word
    assert told == ([line] if line else [])


@pytest.mark.parametrize(
    ("direction", "better", "link", "line"),
    [
        (Direction.INCREASE, Better.INCREASE, 0.75, None),
        (Direction.INCREASE, Better.DECREASE, -0.75, ("good", "opposite")),
        (Direction.DECREASE, Better.INCREASE, -0.75, ("good", "opposite")),
        (Direction.INCREASE, Better.INCREASE, -0.75, ("watch", "unexpected")),
        (Direction.INCREASE, Better.DECREASE, 0.75, ("watch", "unexpected")),
        (Direction.INCREASE, Better.MAINTAIN, -0.75, ("good", "opposite")),
        (Direction.INCREASE, Better.MAINTAIN, 0.75, None),
    ],
)
def test_opposite_ways_are_explained_by_what_is_better(
    build: Build,
    direction: Direction,
    better: Better,
    link: float,
    line: tuple[str, str] | None,
) -> None:
    why = {"profile": explained(3, link).profile, "sign": 1 if link > 0 else -1}
    more = {"direction": direction}
    shown = pair(
        build,
        verdict("leading", why=why),
        kpis=[kpi("sign-ups", direction=better), kpi(RATE)],
        key_result=more,
    )
    found = [
        (judgement, word)
        for judgement, _, word in lines(shown)
        if word in ("opposite", "unexpected")
    ]
    assert found == ([line] if line else [])


def test_the_picture_marks_the_claim_and_its_range(build: Build) -> None:
    chart = pair(build, verdict("leading")).chart
    assert chart is not None
    assert (chart.peak, chart.span, chart.is_leading) == (3.0, Span(2.0, 4.0), True)
    assert said(chart.claim) == "Leads by 3 weeks"
    assert said(chart.span_text) == "8 in 10 of the effect: 2 to 4 weeks before"
    assert len(chart.stems) == 17


def test_a_lagging_claim_lies_on_the_other_side(build: Build) -> None:
    chart = pair(build, verdict("lagging", 5), Role.LAGGING).chart
    assert chart is not None
    assert (chart.peak, chart.span, chart.is_leading) == (-5.0, Span(-6.0, -4.0), False)
    assert said(chart.span_text) == "8 in 10 of the effect: 4 to 6 weeks after"


def test_the_picture_claims_nothing_where_the_data_do_not(build: Build) -> None:
    chart = pair(build, verdict("none")).chart
    assert chart is not None
    assert (chart.peak, chart.span, chart.claim, chart.span_text) == (None, None, "", "")


@pytest.mark.parametrize(
    ("why", "start"),
    [
        (
            {"season_periods": (52.18,)},
            "Strength of the link at each shift, after removing trend and season.",
        ),
        ({}, "Strength of the link at each shift, after removing the trend;"),
    ],
)
def test_the_note_says_what_was_removed(build: Build, why: Mapping[str, Any], start: str) -> None:
    assert said(pair(build, verdict("leading", why=why)).chart_note).startswith(start)


def test_of_two_grains_the_season_is_allowed_for(build: Build) -> None:
    one = judged("sign-ups", verdict("leading"), grain=Grain.MONTH)
    shown = page(state_of(build, one)).pair
    assert shown is not None
    assert said(shown.chart_note) == (
        "Strength of the link at each shift: the trend is removed, a season allowed for. "
        "Outside the grey band is unlikely to be chance."
    )


def test_a_lead_of_part_of_a_month_is_said_in_weeks(build: Build) -> None:
    found = verdict("leading", 1.5, lead_low=0.9, lead_high=2.1)
    monthly = judged("sign-ups", found, grain=Grain.MONTH)
    assert said(page(state_of(build, monthly)).rows[0].lead) == "7 weeks (4 to 9)"
    whole = judged("sign-ups", verdict("leading", 11, lead_low=3, lead_high=12), grain=Grain.MONTH)
    assert said(page(state_of(build, whole)).rows[0].lead) == "11 months (3 to 12)"


def test_points_are_counted_in_the_coarser_of_both_grains(build: Build) -> None:
    state = state_of(build, judged("sign-ups", too_little(5)), grain=Grain.MONTH)
    assert said(page(state).headline).endswith("5 of 8 months.")


@pytest.mark.parametrize(
    ("strength", "word"),
    [(0.75, "strong"), (0.6, "strong"), (0.59, "moderate"), (0.35, "moderate"), (0.34, "weak")],
)
def test_strength_is_a_word_with_fixed_cuts(build: Build, strength: float, word: str) -> None:
    assert said(row(build, verdict("leading", strength=strength)).strength) == word


def test_a_row_says_it_all_in_short(build: Build) -> None:
    shown = row(build, verdict("lagging", 5))
    facts = (shown.verdict, shown.basis, shown.lead, shown.strength, shown.helps, shown.steady)
    assert [said(one) for one in facts] == [
        "Lagging",
        "declared leading",
        "5 weeks (4 to 6) after",
        "strong",
        "14 % lower error",
        "8 of 9 parts",
    ]
    assert (shown.mark, shown.is_conflict) == ("lagging", True)


def test_what_is_not_known_is_a_dash(build: Build) -> None:
    shown = row(build, too_little(5))
    assert said(shown.verdict) == "Too little data (5 of 8 weeks)"
    assert said(shown.basis) == "counts as leading: declared"
    assert {said(one) for one in (shown.lead, shown.strength, shown.helps, shown.steady)} == {"–"}


def test_rows_begin_with_conflicts_then_what_leads_and_end_with_the_own_measure(
    build: Build,
) -> None:
    state = state_of(
        build,
        judged(RATE, too_little(117), Role.LAGGING),
        judged("invites", verdict("none")),
        judged("sign-ups", verdict("leading")),
        judged("revenue", verdict("lagging")),
    )
    assert [one.kpi_id for one in page(state).rows] == ["revenue", "sign-ups", "invites", RATE]
    assert page(state).pair is not None
    assert page(state).pair.kpi_id == "revenue"


def test_the_own_measure_is_not_tested_and_nobody_has_to_judge_it(build: Build) -> None:
    state = state_of(build, judged(RATE, too_little(117), Role.LAGGING))
    shown = page(state).pair
    assert shown is not None
    assert said(shown.headline) == (
        "Trial to paid is what “One” is measured by: it shows the result, not what is on its way."
    )
    assert said(page(state).rows[0].verdict) == "Own measure"
    assert shown.is_own
    assert said(shown.untested).startswith("A measure compared with itself")
    assert not shown.lines


def test_without_an_own_measure_nothing_is_tested_and_the_next_step_is_said(build: Build) -> None:
    state = state_of(build, judged("sign-ups", too_little(0), grain=None), measure=None)
    shown = page(state)
    assert said(shown.headline) == "Sign ups cannot be tested: “One” has no measure of its own."
    assert said(shown.rows[0].verdict) == "Not tested"
    assert said(shown.rows_notes[0]).startswith("This key result has no measure of its own")
    assert said(shown.eyebrow) == "Evidence · One · not tested"


def test_a_key_result_without_kpis_says_how_to_link_one(build: Build) -> None:
    shown = page(state_of(build))
    assert said(shown.headline) == "No KPI is linked to “One” yet."
    assert "kpis: [{kpi: its-id, declared: leading}]" in said(shown.next_step)
    assert shown.pair is None


def test_a_kpi_that_is_not_linked_is_said_above_those_that_are(build: Build) -> None:
    shown = page(state_of(build, judged("sign-ups", verdict("leading"))), kpi_id="invites")
    assert said(shown.headline) == "Invites is not linked to “One”."
    assert [one.kpi_id for one in shown.rows] == ["sign-ups"]
    assert shown.pair is None


def test_an_unknown_key_result_gets_the_nearest(build: Build) -> None:
    found = leading_lagging_page(state_of(build), "onee")
    assert isinstance(found, UnknownKeyResult)
    assert found.near == (("one", "One"),)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ([verdict("none")], "No linked KPI is measured to lead its key result yet."),
        ([verdict("leading")], "1 of 1 linked KPIs leads its key result."),
        (
            [verdict("leading"), verdict("lagging")],
            "1 of 2 linked KPIs leads its key result; 1 is declared the opposite of what the data say.",
        ),
    ],
)
def test_without_a_key_result_all_are_listed(
    build: Build, found: list[Verdict], sentence: str
) -> None:
    names = ["sign-ups", "revenue"]
    state = state_of(build, *[judged(name, one) for name, one in zip(names, found, strict=False)])
    shown = page(state, "")
    assert said(shown.headline) == sentence
    assert len(shown.rows) == len(found)
    assert shown.scope is not None


@pytest.mark.parametrize(
    ("found", "role", "sentence"),
    [
        ("leading", Role.LAGGING, "No linked KPI is measured to lead its key result yet."),
        ("none", Role.LEADING, "1 of 1 linked KPIs leads its key result."),
    ],
)
def test_an_overridden_kpi_is_counted_as_what_it_is_read_as(
    build: Build, found: str, role: Role, sentence: str
) -> None:
    override = review(ReviewKind.OVERRIDDEN, role=role, reason="We ask them afterwards")
    state = state_of(build, judged("sign-ups", verdict(found), review=override))
    assert said(page(state, "").headline) == sentence


def test_all_names_the_key_results_that_nothing_could_lead(build: Build) -> None:
    state = build(
        objective("a", Told("one", 0.3, kpi=RATE), Told("two", 0.3)),
        kpis=[kpi("sign-ups"), kpi(RATE)],
        indicators={
            "one": (judged(RATE, too_little(117)), judged("sign-ups", verdict("leading"))),
            "two": (),
        },
    )
    shown = page(state, "")
    assert [one.kpi_id for one in shown.rows] == ["sign-ups"]
    assert said(shown.rows_notes[1]) == "“Two” has no KPI that could lead it."


def test_without_any_linked_kpi_all_says_what_to_do(build: Build) -> None:
    shown = page(state_of(build), "")
    assert said(shown.headline) == "No KPI is linked to a key result yet."
    assert shown.next_step is not None
