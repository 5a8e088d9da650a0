"""The OKRs, sources and check-ins of the demo company, on many days of many quarters."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.domain.kpi import Grain, Source
from dashboard.domain.okr import KeyResult
from dashboard.domain.periods import last_complete_period, period_end
from dashboard.domain.thresholds import parse_threshold
from kpi_connectors.connector import Request, load_connector
from kpi_connectors.observations import KpiSpec

DAYS = [
    dt.date(2026, 10, 18),  # a Sunday: the week is just complete
    dt.date(2026, 10, 1),  # the first day of a quarter
    dt.date(2026, 12, 31),  # the last, in the 53rd week
    dt.date(2027, 1, 1),  # a Friday, still in week 2026-W53
    dt.date(2027, 1, 4),
    dt.date(2028, 2, 29),
    dt.date(2029, 1, 1),  # a quarter that starts on a Monday
    dt.date(2026, 7, 31),
    dt.date(2026, 6, 30),
]


@pytest.fixture(params=DAYS, ids=str, scope="module")
def any_demo(request, demo_once):
    return demo_once(request.param)


def test_every_source_holds_exactly_the_periods_that_are_complete(any_demo):
    for name, source in any_demo.yaml("sources").items():
        day = any_demo.today - dt.timedelta(weeks=3) if name == "app-stores" else any_demo.today
        grain = Grain(source["kpis"][0]["grain"])
        table = any_demo.table(name)

        assert table.index[-1].date() == last_complete_period(day, grain), name
        assert table.index.is_unique, name
        assert all(
            stamp.date() == last_complete_period(period_end(stamp.date(), grain), grain)
            for stamp in table.index
        ), name


def test_the_history_is_104_weeks_and_24_months_long(any_demo):
    starts_on = any_demo.yaml("okrs")["company"]["cycle"]["starts_on"]
    first_monday = starts_on - dt.timedelta(days=starts_on.weekday())

    assert any_demo.table("billing").index[0].date() == first_monday - dt.timedelta(weeks=104)
    assert any_demo.table("finance-close").index[0].date() == starts_on.replace(
        year=starts_on.year - 2
    )


def test_no_week_is_missing(any_demo):
    for kpi, series in any_demo.series().items():
        gaps = series.index.to_series().diff().dropna().dt.days.unique()
        assert set(gaps) <= {1} or set(gaps) <= {7} or set(gaps) <= {28, 29, 30, 31}, kpi


def test_the_running_cycle_is_the_quarter_of_the_day(any_demo):
    cycles = {name: okrs["cycle"] for name, okrs in any_demo.yaml("okrs").items()}
    previous = cycles.pop("previous")

    assert all(cycle == cycles["company"] for cycle in cycles.values())
    assert cycles["company"]["starts_on"] <= any_demo.today <= cycles["company"]["ends_on"]
    assert previous["ends_on"] + dt.timedelta(days=1) == cycles["company"]["starts_on"]


def test_every_key_result_is_valid_and_every_kpi_has_a_source(any_demo):
    delivered = {
        kpi["id"] for source in any_demo.yaml("sources").values() for kpi in source["kpis"]
    }
    for key_result in any_demo.key_results().values():
        KeyResult.model_validate(key_result)
        named = {attached["kpi"] for attached in key_result["kpis"]} | {key_result.get("kpi")} - {
            None
        }
        assert named <= delivered
        for attached in key_result["kpis"]:
            parse_threshold(attached.get("threshold", "> 0"))


def test_every_kpi_is_defined_owned_and_delivered(any_demo):
    for name, source in any_demo.yaml("sources").items():
        assert {kpi["id"] for kpi in source["kpis"]} == set(any_demo.table(name).columns)
        for kpi in source["kpis"]:
            assert len(kpi["description"]) > 40
            assert kpi["owner"].endswith("@nordlys.example")


def test_every_value_is_within_its_limits(any_demo):
    limits = {
        kpi["id"]: kpi["limits"]
        for source in any_demo.yaml("sources").values()
        for kpi in source["kpis"]
    }
    for kpi, series in any_demo.series().items():
        assert series.min() >= limits[kpi].get("low", -1e9), kpi
        assert series.max() <= limits[kpi].get("high", 1e9), kpi


def test_check_ins_are_fridays_of_their_cycle_that_have_come(any_demo):
    key_results, okrs = any_demo.key_results(), any_demo.yaml("okrs")
    for name, cycle in (
        ("current", okrs["company"]["cycle"]),
        ("previous", okrs["previous"]["cycle"]),
    ):
        said = any_demo.check_ins(name)
        assert list(said.columns) == ["key_result", "on", "value", "confidence", "note", "by"]
        assert set(said["key_result"]) <= set(key_results)
        assert said["confidence"].astype(float).between(0, 1).all()
        for on in map(dt.date.fromisoformat, said["on"]):
            assert on.weekday() == 4
            assert cycle["starts_on"] < on <= min(cycle["ends_on"], any_demo.today)


def test_milestones_are_done_when_their_day_has_come(any_demo):
    steps = any_demo.key_results()["two-regions"]["milestones"]

    assert all(step.get("done_on", any_demo.today) <= any_demo.today for step in steps)


def test_on_the_first_day_nobody_has_checked_in_and_history_is_there(demo_for):
    demo = demo_for(dt.date(2027, 1, 1))

    assert demo.check_ins().empty
    assert not demo.check_ins("previous").empty
    assert len(demo.table("billing")) == 104


def test_on_the_last_day_both_regions_are_live(demo_for):
    steps = demo_for(dt.date(2026, 12, 31)).key_results()["two-regions"]["milestones"]

    assert [step["done_on"].isoformat() for step in steps] == ["2026-11-19", "2026-12-24"]


def test_the_worked_example_is_there_as_declared(demo):
    key_results = demo.key_results()

    def declared(key_result: str) -> list[tuple[str, str, str | None]]:
        return [
            (k["kpi"], k["declared"], k.get("threshold")) for k in key_results[key_result]["kpis"]
        ]

    assert declared("paid-subscriptions") == [
        ("website-visitors", "leading", "> 1250"),
        ("new-paid-subscriptions", "lagging", None),
    ]
    assert declared("customer-retention") == [
        ("customer-satisfaction", "leading", "> +10%"),
        ("customer-churn-rate", "lagging", "< 6 %"),
    ]
    assert declared("two-regions") == [
        ("potential-regions", "leading", "at least 5"),
        ("new-region-customers", "lagging", None),
    ]
    assert declared("session-length") == [
        ("test-user-satisfaction", "leading", "at least 8"),
        ("session-duration", "lagging", None),
    ]
    assert declared("store-rating") == [
        ("survey-completion", "leading", "> +25%"),
        ("app-store-rating-change", "lagging", None),
    ]
    assert declared("response-time") == [
        ("ticket-resolution-time", "leading", "< -25%"),
        ("support-response-time", "lagging", None),
    ]
    ways = {name: (key_results[name]["baseline"], key_results[name]["target"]) for name in
            ("paid-subscriptions", "customer-retention", "session-length", "store-rating", "response-time")}  # fmt: skip
    assert ways == {
        "paid-subscriptions": (3500, 6000),
        "customer-retention": (68, 75),
        "session-length": (4, 5),
        "store-rating": (4, 4.5),
        "response-time": (38, 24),
    }


def test_the_teams_objectives_support_the_company(demo):
    supports = {
        o["id"]: o.get("supports")
        for okrs in demo.yaml("okrs").values()
        for o in okrs["objectives"]
    }

    assert supports["independent-growth"] is None
    assert supports["grow-mrr"] == supports["usability"] == "independent-growth"
    assert supports["solved-first-time"] == "customer-retention"


def test_every_source_is_read_without_a_bad_row(any_demo):
    for name, written in any_demo.yaml("sources").items():
        options = {key: written[key] for key in written if key not in Source.model_fields}
        source = Source.model_validate(
            {key: written[key] for key in written if key in Source.model_fields}
        )
        connector = load_connector(source.type)
        kpis = tuple(
            KpiSpec(kpi.id, kpi.delivered_as, kpi.grain.value, kpi.limits.low, kpi.limits.high)
            for kpi in source.kpis
        )
        config = connector.Config.model_validate(options)

        delivery = connector.read(Request(any_demo.path, config, kpis, None, any_demo.today))

        assert delivery.bad_rows == ()
        assert len(delivery.observations) == any_demo.table(name).count().sum()
