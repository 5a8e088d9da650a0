from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from dashboard.analytics.assessment import assess
from dashboard.analytics.lead_lag.families import classify_families, families, outdated_families
from dashboard.analytics.lead_lag.verdict import Verdict
from dashboard.analytics.series.observed import KpiData, StatedByPeople, kpi_data
from dashboard.domain.kpi import Aggregation, Better, Grain, Kpi
from dashboard.domain.okr import Attachment, Cycle, Direction, KeyResult, Objective, OkrSet, Role
from dashboard.domain.verdict_review import ReviewKind, VerdictReview

AS_OF = dt.date(2026, 10, 18)
LEADS = Verdict("leading", 3.0, 2.0, 4.0, 0.93, 104, 0.6)


def key_result(name: str, measure: str | None, *attached: str) -> KeyResult:
    kpis = tuple(Attachment(kpi=kpi, declared=Role.LAGGING) for kpi in attached)
    return KeyResult(
        id=name, title=name, kpi=measure, direction=Direction.INCREASE, target=9.0, kpis=kpis
    )


def cycle(year: int, *key_results: KeyResult) -> OkrSet:
    time_box = Cycle(id=str(year), starts_on=dt.date(year, 1, 1), ends_on=dt.date(year, 12, 31))
    objective = Objective(id=f"o{year}", title="Grow", key_results=key_results)
    return OkrSet(cycle=time_box, objectives=(objective,))


def observed(grains: Mapping[str, Grain], periods: int = 30) -> KpiData:
    """Slopes: a KPI at the grain that it is classified at, days next to their weeks."""
    kpis = {n: Kpi(id=n, name=n, grain=g, aggregation=Aggregation.MEAN) for n, g in grains.items()}
    frequency = {Grain.DAY: "D", Grain.WEEK: "W-MON", Grain.MONTH: "MS"}
    frames = [
        pd.DataFrame(
            {
                "kpi_id": name,
                "grain": grain.value,
                "period_on": pd.date_range("2024-01-01", periods=periods, freq=frequency[grain]),
                "value": [float(number) for number in range(periods)],
                "is_complete": True,
            }
        )
        for name, delivered in grains.items()
        for grain in {delivered, Grain.WEEK if delivered is Grain.DAY else delivered}
    ]
    columns = pd.DataFrame(columns=["kpi_id", "grain", "period_on", "value", "is_complete"])
    return kpi_data(kpis, {}, pd.concat([columns, *frames]) if frames else columns, {})


def test_a_family_is_all_that_was_ever_attached_to_the_measure():
    past = cycle(2025, key_result("old", "completions", "permits"), key_result("x", "churn", "a"))
    now = cycle(2026, key_result("new", "completions", "starts", "completions"))

    assert families([past, now]) == {"completions": ("permits", "starts"), "churn": ("a",)}


def test_a_key_result_without_a_measure_of_its_own_has_no_family():
    assert families([cycle(2026, key_result("steps", None, "starts"))]) == {}
    assert families([cycle(2026, key_result("alone", "churn", "churn"))]) == {}


def test_a_family_of_other_members_is_judged_anew_as_a_whole():
    known = {("starts", "completions"): LEADS, ("a", "churn"): LEADS}
    current = {"completions": ("permits", "starts"), "churn": ("a",), "new": ("a",)}

    assert outdated_families(current, known) == {
        "completions": ("permits", "starts"),
        "new": ("a",),
    }
    assert outdated_families({"completions": ("starts",)}, known) == {}


def test_known_verdicts_are_kept_and_not_recomputed():
    okrs = [cycle(2026, key_result("new", "completions", "starts"))]
    data = observed({"starts": Grain.MONTH, "completions": Grain.MONTH})

    verdicts = classify_families(okrs, data, {("starts", "completions"): LEADS})

    assert verdicts == {("starts", "completions"): LEADS}


def test_a_kpi_that_joins_has_its_whole_family_recomputed():
    okrs = [cycle(2026, key_result("new", "completions", "starts", "permits"))]
    grains = dict.fromkeys(("starts", "permits", "completions"), Grain.MONTH)

    verdicts = classify_families(okrs, observed(grains), {("starts", "completions"): LEADS})

    assert set(verdicts) == {("starts", "completions"), ("permits", "completions")}
    assert verdicts["starts", "completions"].points == 30


def test_both_sides_are_given_at_the_grain_at_which_they_are_forecast():
    okrs = [cycle(2026, key_result("new", "completions", "visits"))]
    data = observed({"visits": Grain.DAY, "completions": Grain.WEEK})

    assert classify_families(okrs, data)["visits", "completions"].points == 30


def test_where_either_has_no_data_there_is_too_little():
    okrs = [
        cycle(2026, key_result("a", "completions", "silent"), key_result("b", "gone", "starts"))
    ]
    data = observed({"starts": Grain.MONTH, "completions": Grain.MONTH})

    verdicts = classify_families(okrs, data)

    assert {pair: (one.evidence, one.points) for pair, one in verdicts.items()} == {
        ("silent", "completions"): ("too_little", 0),
        ("starts", "gone"): ("too_little", 0),
    }


def test_the_order_of_the_files_does_not_matter():
    one, other = (
        key_result("a", "completions", "starts"),
        key_result("b", "completions", "permits"),
    )
    grains = dict.fromkeys(("starts", "permits", "completions"), Grain.MONTH)

    first = classify_families([cycle(2025, one), cycle(2026, other)], observed(grains))
    second = classify_families([cycle(2026, other), cycle(2025, one)], observed(grains))

    assert repr(first) == repr(second)


def test_every_key_result_with_the_measure_is_read_by_the_one_verdict():
    okrs = [
        cycle(2025, key_result("old", "completions", "starts")),
        cycle(2026, key_result("new", "completions", "starts")),
    ]
    data = observed({"starts": Grain.WEEK, "completions": Grain.MONTH})

    judged = assess(okrs, data, {("starts", "completions"): LEADS}, StatedByPeople(), AS_OF)

    for name in ("old", "new"):
        (row,) = judged.indicators[name]
        assert row.verdict == LEADS
        assert (row.role, row.basis, row.conflict) == (Role.LEADING, "measured", True)


def test_leads_are_counted_in_periods_of_the_outcome():
    okrs = [
        cycle(2026, key_result("new", "completions", "starts"), key_result("s", None, "starts"))
    ]
    data = observed({"starts": Grain.WEEK, "completions": Grain.MONTH})

    judged = assess(okrs, data, {("starts", "completions"): LEADS}, StatedByPeople(), AS_OF)

    assert judged.indicators["new"][0].grain is Grain.MONTH
    assert judged.indicators["s"][0].grain is None


def test_a_measure_is_not_judged_against_itself():
    okrs = [cycle(2026, key_result("new", "completions", "completions"))]
    data = observed({"completions": Grain.MONTH})

    (row,) = assess(okrs, data, classify_families(okrs, data), StatedByPeople(), AS_OF).indicators[
        "new"
    ]

    assert (row.verdict.evidence, row.verdict.points, row.verdict.explanation) == (
        "too_little",
        30,
        None,
    )
    assert math.isnan(row.verdict.certainty)


def test_an_override_is_for_its_own_key_result_only():
    okrs = [
        cycle(2025, key_result("old", "completions", "starts")),
        cycle(2026, key_result("new", "completions", "starts")),
    ]
    data = observed({"starts": Grain.MONTH, "completions": Grain.MONTH})
    review = VerdictReview(
        key_result="new",
        kpi="starts",
        kind=ReviewKind.OVERRIDDEN,
        role=Role.LAGGING,
        reason="A strike",
        on=AS_OF,
        by="ana",
        evidence="leading",
        lead_periods=3.0,
    )
    reviews = {("new", "starts"): review, ("new", "detached"): review}

    judged = assess(
        okrs, data, {("starts", "completions"): LEADS}, StatedByPeople(reviews=reviews), AS_OF
    ).indicators

    assert (judged["new"][0].role, judged["new"][0].basis) == (Role.LAGGING, "overridden")
    assert (judged["new"][0].verdict.evidence, judged["new"][0].conflict) == ("leading", True)
    assert (judged["old"][0].role, judged["old"][0].basis) == (Role.LEADING, "measured")


def test_a_kpi_of_which_less_is_better_is_expected_to_move_the_other_way():
    rng = np.random.default_rng(5)
    weeks = pd.date_range("2023-01-02", periods=156, freq="W-MON")
    moves = rng.standard_normal(164)
    sales = pd.Series(moves[:156] + 0.4 * rng.standard_normal(156), weeks)
    visits = pd.Series(moves[4:160], weeks).resample("MS").mean()
    series = {("sales", Grain.WEEK): sales, ("visits", Grain.MONTH): visits}
    series["complaints", Grain.MONTH] = -visits
    okrs = [cycle(2026, key_result("new", "sales", "visits", "complaints"))]

    def verdicts_for(direction: Better) -> dict[tuple[str, str], Verdict]:
        kpis = {
            name: Kpi(id=name, name=name, grain=grain, aggregation=Aggregation.MEAN)
            for name, grain in series
        }
        kpis["complaints"] = kpis["complaints"].model_copy(update={"direction": direction})
        return classify_families(okrs, KpiData(kpis, series, {}, {}, {}))

    verdicts = verdicts_for(Better.DECREASE)
    up, down = verdicts["visits", "sales"], verdicts["complaints", "sales"]
    assert up.explanation is not None
    assert down.explanation is not None
    assert (up.evidence, up.explanation.sign) == ("leading", 1)
    assert (down.evidence, down.explanation.sign) == ("leading", -1)
    assert down.certainty == up.certainty
    unexpected = verdicts_for(Better.INCREASE)["complaints", "sales"]
    assert unexpected.certainty < down.certainty
