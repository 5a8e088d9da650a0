from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analytics.lead_lag.assumed_role import assumed_role
from dashboard.analytics.lead_lag.role_lexicon import lexicon
from dashboard.domain.okr import Role

with Path(__file__).with_name("indicator_names.csv").open(encoding="utf-8", newline="") as lines:
    NAMES = list(csv.DictReader(lines))
"""Names labelled by hand. `tuning` and `held_out`: every other name of a list of what organisations of many kinds watch,
written before the words; `published`: names with the roles that authors of articles on KPIs give them (they disagree: some
let satisfaction lag); `further`: names thought of later, often far-fetched, whose words were entered after a first look."""


def names(*lists: str) -> list[tuple[str, Role]]:
    return [(row["name"], Role(row["role"])) for row in NAMES if row["list"] in lists]


def accuracy(labelled: list[tuple[str, Role]]) -> float:
    return sum(assumed_role(name).role is role for name, role in labelled) / len(labelled)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Website visitors", "leading"),
        ("New paid subscriptions", "lagging"),
        ("Customer satisfaction score", "leading"),
        ("Customer churn rate", "lagging"),
        ("Potential regions identified", "leading"),
        ("New customers from the two regions", "lagging"),
        ("Satisfaction among test users", "leading"),
        ("Average session duration", "lagging"),
        ("Completion of feedback surveys", "leading"),
        ("Rating against the month before", "lagging"),
        ("Ticket resolution time", "leading"),
        ("Response time of support", "lagging"),
    ],
)
def test_the_twelve_kpis_of_the_worked_example_come_out_right_by_their_names(name, role) -> None:
    assert assumed_role(name).role == role


@pytest.mark.parametrize(
    ("name", "role", "kind"),
    [
        ("Revenue per visitor", "lagging", "money"),
        ("Visitors per store", "leading", "demand"),
        ("Cost of training", "lagging", "money"),
        ("Training hours", "leading", "input"),
        ("Pipeline value", "leading", "demand"),
        ("Churned customers", "lagging", "retention"),
        ("Qualified leads", "leading", "demand"),
        ("Lead time", "leading", "process"),
        ("Market share", "lagging", "share"),
        ("Share of satisfied customers", "leading", "satisfaction"),
        ("Trial-to-paid rate", "leading", "funnel"),
        ("Employee engagement", "leading", "satisfaction"),
        ("Final rating", "lagging", "rating"),
        ("Audit score", "leading", "prevention"),
        ("Time to hire", "leading", "process"),
        ("Near misses", "leading", "prevention"),
        ("Lost time injuries", "lagging", "harm"),
        ("Tickets sold", "lagging", "won"),
        ("Failed deployments", "lagging", "harm"),
        ("Planned deliveries", "leading", "plan"),
        ("Building permits, new private housing units", "leading", "demand"),
    ],
)
def test_what_is_measured_decides_and_not_of_what_or_of_whom(name, role, kind) -> None:
    assumed = assumed_role(name)
    assert (assumed.role, assumed.kind) == (role, kind)


@pytest.mark.parametrize(
    ("name", "role", "kind"),
    [
        ("Kundetilfredshet", "leading", "satisfaction"),
        ("Omsetningsvekst", "lagging", "money"),
        ("Sykefraværsprosent", "lagging", "harm"),
        ("Sjukefråvær", "lagging", "harm"),
        ("Andel fornøyde brukere", "leading", "satisfaction"),
        ("Antall nye kunder", "lagging", "won"),
        ("Nettbutikkbesøk", "leading", "demand"),
        ("Markedsandelen", "lagging", "share"),
        ("Omsetning per besøkende", "lagging", "money"),
        ("Gjennomsnittleg ventetid", "leading", "process"),
        ("Brukartilfredsheit", "leading", "satisfaction"),
    ],
)
def test_a_norwegian_compound_is_read_by_its_last_part(name, role, kind) -> None:
    assumed = assumed_role(name)
    assert (assumed.role, assumed.kind) == (role, kind)


@pytest.mark.parametrize(
    "name",
    [
        "customer-churn-rate",
        "CUSTOMER_CHURN",
        "customerChurn",
        "Chürned customers",
        "churned customer",
    ],
)
def test_case_accents_signs_and_endings_do_not_matter(name) -> None:
    assert assumed_role(name).kind == "retention"


def test_an_unknown_name_is_lagging_and_no_surer_than_a_coin() -> None:
    assumed = assumed_role("Zorblax")
    assert (assumed.role, assumed.certainty, assumed.kind, assumed.words) == (
        "lagging",
        0.5,
        "unknown",
        (),
    )
    assert assumed_role("").kind == "unknown"


def test_a_key_results_own_measure_lags_whatever_it_is_called() -> None:
    assumed = assumed_role("Website visitors", is_outcome=True)
    assert (assumed.role, assumed.certainty, assumed.kind) == ("lagging", 0.95, "own_measure")


def test_the_words_that_decided_are_returned() -> None:
    assert assumed_role("Kundetilfredshet").words == ("tilfredshet",)
    assert assumed_role("Net promoter score (NPS)").words == ("promoter score", "nps")


def test_description_and_unit_are_searched_only_where_the_name_has_no_known_word() -> None:
    assert assumed_role("Zorblax", "People who visit the site", "").kind == "demand"
    assert assumed_role("Zorblax", "", "complaints").kind == "harm"
    assert assumed_role("Zorblax", "", "NOK million").kind == "money"
    named = assumed_role("Revenue")
    assert assumed_role("Revenue", "What visitors spend in trials", "visitors") == named
    assert assumed_role("Zorblax", "Revenue").certainty < named.certainty


def test_words_that_speak_against_each_other_make_the_role_less_certain() -> None:
    assert assumed_role("Sales calls").role == "leading"
    assert 0.5 < assumed_role("Sales calls").certainty < assumed_role("Calls").certainty


@pytest.mark.parametrize(
    ("names_of", "at_least"), [("held_out", 0.95), ("published", 0.9), ("further", 0.95)]
)
def test_names_other_than_those_it_was_tuned_on_come_out_right(names_of, at_least) -> None:
    assert accuracy(names(names_of)) >= at_least


def test_the_certainty_is_how_often_the_role_is_right() -> None:
    pairs = sorted(
        (assumed_role(name).certainty, assumed_role(name).role is role)
        for name, role in names("held_out", "published")
    )
    for quarter in range(4):
        band = pairs[quarter * len(pairs) // 4 : (quarter + 1) * len(pairs) // 4]
        stated, right = (sum(values) / len(band) for values in zip(*band, strict=True))
        assert abs(stated - right) <= 0.1, (quarter, stated, right)


def test_every_kind_decides_names_of_the_lists_and_is_mostly_right() -> None:
    labelled = names("tuning", "held_out", "published", "further")
    for kind in lexicon().kinds:
        right = [
            assumed_role(n).role is role for n, role in labelled if assumed_role(n).kind == kind
        ]
        assert sum(right) / len(right) >= 0.8, kind


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=10))
def test_any_text_gets_a_role_whose_certainty_is_a_probability(name, description, unit) -> None:
    assumed = assumed_role(name, description, unit)
    assert 0.5 <= assumed.certainty <= 1.0
    assert assumed.kind in {*lexicon().kinds, "unknown"}
    assert assumed == assumed_role(name.upper().lower(), description, unit) or not name.isascii()


@given(st.sampled_from([row["name"] for row in NAMES]))
def test_shouting_a_name_changes_nothing(name) -> None:
    assert assumed_role(name.upper()) == assumed_role(name.lower())


@given(st.sampled_from([row["name"] for row in NAMES]), st.sampled_from(["Number of ", "Antall "]))
def test_counting_words_before_a_name_change_nothing(name, counted) -> None:
    assert assumed_role(counted + name) == assumed_role(name)
