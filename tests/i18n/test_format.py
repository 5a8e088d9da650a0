"""Numbers, dates and weeks as people read them."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.i18n import format as f

DAY = dt.date(2026, 10, 18)
ANY = st.floats(allow_nan=False, allow_infinity=False)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("value", "unit", "english", "norwegian"),
    [
        (12.2, "%", "12.2 %", "12,2 %"),
        (5.2, "h", "5.2 h", "5,2 h"),
        (4210, "", "4 210", "4 210"),
        (150844, "jobs", "150 844 jobs", "150 844 jobs"),
        (1234.5, "", "1 235", "1 235"),
        (351, "EUR", "€351", "€351"),
        (-351.5, "$", "−$352", "−$352"),
        (-0.25, "h", "−0.25 h", "−0,25 h"),
        (0.001234, "s", "0.00123 s", "0,00123 s"),
        (99.96, "%", "100 %", "100 %"),
        (999999.4, "", "999 999", "999 999"),
        (1_250_000, "", "1.25 M", "1,25 mill."),
        (3_000_000_000, "NOK", "3 bn NOK", "3 mrd. NOK"),
        (0, "%", "0 %", "0 %"),
        (-0.0, "%", "0 %", "0 %"),
        (1e-30, "", "0", "0"),
        (1e300, "", "1.00 × 10³⁰⁰", "1,00 × 10³⁰⁰"),
    ],
)
def test_a_number_has_three_significant_digits_its_unit_and_no_break(
    value, unit, english, norwegian
):
    shown = f.number(value, unit)
    assert " " not in shown
    assert plain(shown) == english
    assert plain(f.number(value, unit, "nb")) == norwegian


@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf])
def test_what_is_missing_is_a_dash_and_never_zero(value):
    assert f.number(value, "%") == f.percent(value) == f.chance(value) == "–"
    assert f.difference(value, 1.0) == f.difference(1.0, value) == "–"


def test_numbers_beside_each_other_share_their_decimals():
    assert [*map(plain, f.numbers([12.2, 15, None], "%"))] == ["12.2 %", "15.0 %", "–"]
    assert [*map(plain, f.numbers([2.35, 1.5], "%"))] == ["2.35 %", "1.50 %"]
    assert [*map(plain, f.numbers([229, 260]))] == ["229", "260"]


def test_a_computed_number_takes_the_decimals_of_the_given_ones():
    assert plain(f.numbers([6.1837], "h", reference=[4, 5.2])[0]) == "6.2 h"
    assert plain(f.numbers([6.1837], "h", reference=[4, 5])[0]) == "6.2 h"
    assert plain(f.numbers([5123.4], "", reference=[6000, 4210])[0]) == "5 123"


def test_a_gap_that_rounds_to_nothing_is_told_by_its_first_digit():
    assert plain(f.difference(101.7, 101.6685, "%")) == "0.03 points"
    assert plain(f.difference(100.04, 100.0, "h")) == "0.04 h"
    assert plain(f.difference(5.0, 5.0, "h")) == "0 h"


def test_the_difference_of_two_percents_is_points():
    assert plain(f.difference(12.2, 11.9, "%")) == "0.3 points"
    assert plain(f.difference(13, 12, "%")) == "1 point"
    assert plain(f.difference(5.2, 6.2, "h")) == "1.0 h"
    assert plain(f.difference(1.00001, 1.0, "h")) == "0.00001 h"
    assert plain(f.difference(3.0, 3.0, "%", "nb")) == "0 poeng"


def test_a_range_says_its_unit_once():
    assert plain(f.span(455, 560)) == "455–560"
    assert plain(f.span(5.4, 6.6, "h")) == "5.4–6.6 h"
    assert plain(f.span(-3, 2, "%")) == "−3 – 2 %"
    assert f.span(340, 351, "€") == "€340–€351"


def test_percents_are_whole_and_halves_go_up():
    assert plain(f.percent(0.285)) == "29 %"
    assert plain(f.percent(1.046)) == "105 %"
    assert plain(f.percent(-0.125)) == "−13 %"
    assert f.whole_percent(0.695) == 70


def test_a_chance_is_never_certain_unless_it_is_a_fact():
    assert plain(f.chance(0.999)) == "99 %"
    assert plain(f.chance(0.0)) == "1 %"
    assert plain(f.chance(1.0, is_fact=True)) == "100 %"


def test_changes_carry_a_true_sign():
    assert [f.signed(v) for v in (4, -18, 0)] == ["+4", "−18", "0"]


def test_days_read_as_they_are_said():
    assert f.day(DAY) == "18 Oct"
    assert f.day(DAY, "weekday") == "Sun 18 Oct"
    assert f.day(DAY, "long") == "Sun 18 Oct 2026"
    assert f.day(DAY, "long", "nb") == "søn. 18 okt. 2026"
    assert f.day(dt.date(2026, 9, 3)) == "3 Sep"
    assert (f.month(DAY), f.month_letter(DAY)) == ("Oct", "O")


def test_a_week_names_its_number_and_both_ends():
    assert f.week(DAY) == "week 42, Mon 12 – Sun 18 Oct"
    assert f.week(dt.date(2026, 10, 1)) == "week 40, Mon 28 Sep – Sun 4 Oct"
    assert f.week(dt.date(2027, 1, 2)) == "week 53, Mon 28 Dec – Sun 3 Jan"
    assert f.week(DAY, "nb").startswith("uke 42, ")


@pytest.mark.parametrize("locale", ["en", "en_GB", "en-US", "nb", "no", "fr", ""])
def test_every_locale_is_answered(locale):
    assert f.number(1234.5, "h", locale)


@settings(max_examples=60, deadline=None)
@given(ANY, st.sampled_from(["", "%", "h", "EUR"]), st.sampled_from(["en", "nb"]))
def test_no_number_is_refused_and_none_breaks_over_lines(value, unit, locale):
    shown = f.number(value, unit, locale)
    assert " " not in shown
    assert "-" not in shown
    assert "E" not in shown.upper().replace("EUR", "")


@settings(max_examples=60, deadline=None)
@given(st.floats(min_value=-999_999, max_value=999_999))
def test_what_is_shown_is_within_half_a_percent_of_the_value(value):
    shown = float(plain(f.number(value)).replace(" ", "").replace("−", "-"))
    assert shown == pytest.approx(value, rel=0.005, abs=1e-9)


def test_a_unit_that_names_its_own_scale_gets_no_second_one():
    assert (
        f.number(1_098_123, "million dollars") == f"1{f.NBSP}098{f.NBSP}123{f.NBSP}million dollars"
    )
    assert f.number(1_098_123, "dollars") == f"1.1{f.NBSP}M{f.NBSP}dollars"


def test_only_the_whole_is_a_hundred_percent():
    assert f.percent(0.996) == f"99{f.NBSP}%"
    assert f.percent(1.0) == f.percent(1 - 1e-12) == f"100{f.NBSP}%"
    assert f.percent(1.004) == f"100{f.NBSP}%"
