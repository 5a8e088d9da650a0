# ruff: noqa: DTZ001  # moments without a time zone are what these files hold
from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_connectors.dates import check_date_format, date_reason, parse_dates
from kpi_connectors.observations import period_starts

days = st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31))
formats = st.sampled_from(
    ["%d.%m.%Y", "%m/%d/%Y", "%Y%m%d", "%d %b %Y", "%G-W%V-%u", "%A, %d %B %Y"]
)


def one(text: str | None, date_format: str | None = None) -> dt.date | None:
    day: dt.date | None = parse_dates(pa.array([text], pa.string()), date_format)[0].astype(object)
    return day


@given(days, formats)
def test_a_day_written_in_a_form_is_read_back(day, date_format):
    assert one(day.strftime(date_format), date_format) == day


@given(st.datetimes(dt.datetime(1000, 1, 1)))
def test_of_a_timestamp_its_date_as_written(moment):
    assert one(moment.isoformat()) == moment.date()
    assert one(moment.isoformat(" ", "minutes") + "+02:00") == moment.date()


@given(st.text(alphabet="0123456789-T: ./", max_size=12))
def test_undeclared_is_iso_or_nothing(text):
    try:
        expected = (
            dt.date.fromisoformat(text.strip())
            if len(text.strip()) == 10 and text.strip()[4] == "-"
            else None
        )
    except ValueError:
        expected = None
    assert one(text) == expected


@pytest.mark.parametrize(
    "text",
    [None, "", "x", "2026-02-29", "2026-13-01", "26-01-05", "2026-01-05T", "2026-01-05T24:00"],
)
def test_no_date_is_none(text):
    assert one(text) is None


def test_a_month_alone_is_its_first_day():
    assert one("2026-03", "%Y-%m") == dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    "date_format", ["%d.%m.%Y", "%Y-%m", "%G-W%V", "%G-W%V-%u", "%d.%m.%y", "%Y-%m-%dT%H:%M:%S%z"]
)
def test_usual_forms_can_be_declared(date_format):
    assert check_date_format(date_format) == date_format


def test_a_form_with_a_time_zone_keeps_the_date_as_written():
    assert one("2026-01-05T23:30:00-0500", "%Y-%m-%dT%H:%M:%S%z") == dt.date(2026, 1, 5)


def test_the_reason_shows_an_example():
    assert date_reason("%d.%m.%Y") == (
        "is not a date in the declared form %d.%m.%Y, such as 31.01.2026; correct the date or date_format"
    )


@given(days, st.sampled_from(["day", "week", "month", "quarter"]))
def test_a_period_starts_on_or_before_its_days_and_starts_itself(day, grain):
    (start,) = period_starts(np.array([day], "datetime64[D]"), grain)
    (again,) = period_starts(np.array([start], "datetime64[D]"), grain)
    first: dt.date = start.astype(object)
    assert again == start
    assert first <= day
    expected = {
        "day": day,
        "week": day - dt.timedelta(days=day.weekday()),
        "month": day.replace(day=1),
        "quarter": day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
    }
    assert first == expected[grain]


@pytest.mark.parametrize("grain", ["day", "week", "month", "quarter"])
def test_no_day_has_no_period(grain):
    assert np.isnat(period_starts(np.array(["NaT"], "datetime64[D]"), grain)).all()
