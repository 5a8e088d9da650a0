from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Role
from dashboard.domain.verdict_review import ReviewKind, VerdictReview
from dashboard.i18n import translator
from dashboard.read_model.state import State
from dashboard.reports.shared.scope import choose
from dashboard.reports.weekly_review.report import weekly_review
from dashboard.reports.weekly_review.verdict_changes import VerdictChange, verdict_changes
from tests.reports.states import AS_OF, Told, kpi, leading, objective

Build = Callable[..., State]
t = translator("en")
COMPLETIONS = kpi("completions", grain=Grain.MONTH)
STARTS = kpi("housing-starts", grain=Grain.MONTH)


def before(*rows: dict[str, Any], days: int = 7) -> pd.DataFrame:
    """What the week before said; the rest of a row is filled in."""
    filled = {
        "key_result_id": "homes",
        "kpi_id": "housing-starts",
        "as_of": pd.Timestamp(AS_OF - dt.timedelta(days=days)),
        "snapshot_id": "s-0",
        "evidence": "none",
        "role": "leading",
        "basis": "declared",
        "lead_periods": float("nan"),
        "lead_low": float("nan"),
        "lead_high": float("nan"),
        "grain": "month",
        "certainty": 0.8,
    }
    return pd.DataFrame([{**filled, **row} for row in rows])


def changes(build: Build, now: dict[str, Any], *rows: dict[str, Any]) -> tuple[VerdictChange, ...]:
    state = build(
        objective("build", Told("homes", 0.5, kpi="completions")),
        kpis=[COMPLETIONS, STARTS],
        indicators={"homes": (leading("housing-starts", grain=Grain.MONTH, **now),)},
        verdict_history=before(*rows),
    )
    return verdict_changes(state, choose(state))


def words(found: tuple[VerdictChange, ...]) -> list[str]:
    written = (t.write(one.text).replace("\N{NO-BREAK SPACE}", " ") for one in found)
    return [text.replace("<b>", "").replace("</b>", "") for text in written]


LEADS = {"evidence": "leading", "basis": "measured", "lead_periods": 3.0}


@pytest.mark.parametrize(
    ("now", "then", "told"),
    [
        (
            LEADS,
            {"evidence": "none"},
            "Housing starts now leads Completions by 3 months; before: no clear link.",
        ),
        (
            LEADS,
            {"evidence": "leading", "lead_periods": 1.0},
            "Housing starts now leads Completions by 3 months; before: it led by 1 month.",
        ),
        (
            LEADS | {"evidence": "lagging", "role": Role.LAGGING},
            {"evidence": "coincident", "lead_periods": 0.0},
            "Housing starts now follows Completions by 3 months; before: at the same time.",
        ),
        (
            {"evidence": "coincident", "lead_periods": 0.0, "role": Role.LAGGING},
            {"evidence": "lagging", "lead_periods": 2.0},
            "Housing starts now moves at the same time as Completions; before: it followed by 2 months.",
        ),
        (
            {"evidence": "none"},
            {"evidence": "leading", "lead_periods": 3.0},
            "Housing starts now shows no clear link to Completions; before: it led by 3 months.",
        ),
        (
            {"evidence": "too_little"},
            {"evidence": "leading", "lead_periods": 3.0},
            "Housing starts is no longer clearly linked to Completions; before: it led by 3 months.",
        ),
        (
            LEADS,
            {"evidence": "too_little"},
            "Housing starts now leads Completions by 3 months; before: not clear yet.",
        ),
    ],
)
def test_another_claim_is_told_with_what_was_claimed_before(build: Build, now, then, told) -> None:
    assert words(changes(build, now, then)) == [told]


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (LEADS, LEADS),
        (LEADS, LEADS | {"lead_periods": 1.5}),
        ({"evidence": "none"}, {"evidence": "too_little"}),
        ({"evidence": "too_little"}, {"evidence": "none"}),
    ],
)
def test_what_says_the_same_is_no_event(build: Build, now, then) -> None:
    assert changes(build, now, then) == ()


def test_a_kpi_that_was_not_there_the_week_before_is_no_event(build: Build) -> None:
    assert changes(build, LEADS) == ()
    assert changes(build, LEADS, {"kpi_id": "another"}) == ()


def test_an_override_is_told_with_who_and_why_and_their_words_stay_text(build: Build) -> None:
    reason = "<script>{ $kpi }</script>"
    review = VerdictReview(
        key_result="homes",
        kpi="housing-starts",
        kind=ReviewKind.OVERRIDDEN,
        role=Role.LAGGING,
        reason=reason,
        on=AS_OF,
        by="ana.costa@example.com",
        evidence="none",
    )
    now = {"evidence": "none", "role": Role.LAGGING, "basis": "overridden", "review": review}

    assert words(changes(build, now, {})) == [
        f"Housing starts now counts as lagging for “Homes” (overridden by Ana Costa: {reason}); before: leading."
    ]


def test_a_claim_about_one_measure_is_told_once_and_before_other_roles(build: Build) -> None:
    one = leading("housing-starts", grain=Grain.MONTH, **LEADS)
    role = leading("other", grain=Grain.MONTH, evidence="none", role=Role.LAGGING)
    state = build(
        objective(
            "build", Told("homes", 0.5, kpi="completions"), Told("more", 0.5, kpi="completions")
        ),
        kpis=[COMPLETIONS, STARTS, kpi("other")],
        indicators={"homes": (role, one), "more": (one,)},
        verdict_history=before({}, {"key_result_id": "more"}, {"kpi_id": "other"}),
    )

    found = verdict_changes(state, choose(state))

    assert [(change.key_result_id, change.kpi_id) for change in found] == [
        ("homes", "housing-starts"),
        ("homes", "other"),
    ]


def test_the_newest_week_before_this_one_is_the_one_compared_with(build: Build) -> None:
    state = build(
        objective("build", Told("homes", 0.5, kpi="completions")),
        kpis=[COMPLETIONS, STARTS],
        indicators={"homes": (leading("housing-starts", grain=Grain.MONTH, **LEADS),)},
        verdict_history=pd.concat(
            [before({}, days=14), before(LEADS, days=7), before({}, days=1)]
        ),
    )
    assert verdict_changes(state, choose(state)) == ()


def test_the_weekly_review_has_them(build: Build) -> None:
    state = build(
        objective("build", Told("homes", 0.5, kpi="completions")),
        kpis=[COMPLETIONS, STARTS],
        indicators={"homes": (leading("housing-starts", grain=Grain.MONTH, **LEADS),)},
        verdict_history=before({}),
    )
    report = weekly_review(state)
    assert report is not None
    assert len(report.verdict_changes) == 1
