"""Dates in declared formats, parsed a column at a time."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpi_connectors.observations import Days

_ISO = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?$"
)
_WEEKDAY = re.compile(r"%[uwaA]")
_YEAR = re.compile(r"%[YyGcx]")


def parse_dates(text: pa.Array, date_format: str | None) -> Days:
    """The days of a column of strings, datetime64[D]; NaT for empty or invalid texts.

    Without a format only ISO dates (2026-01-31) and ISO timestamps are read; for a timestamp its
    date as written.
    """
    encoded = pc.dictionary_encode(pc.ascii_trim_whitespace(text), null_encoding="encode")
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    distinct = _distinct(encoded.dictionary, date_format)
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    return distinct[codes] if len(distinct) else np.full(len(codes), "NaT", "datetime64[D]")


def check_date_format(date_format: str) -> str:
    """The format itself, if it can name a day.

    Raises:
        ValueError: it has no year, or Python's `strptime` does not know it.
    """
    if not _YEAR.search(date_format):
        raise ValueError(
            f"{date_format!r} has no year; write a form such as %d.%m.%Y, %m/%d/%Y or %G-W%V"
        )
    form, suffix = _with_weekday(date_format)
    sample = dt.datetime(2026, 1, 5, tzinfo=dt.UTC).strftime(date_format) + suffix
    try:
        dt.datetime.strptime(sample, form)  # noqa: DTZ007  # only whether the form works
    except ValueError as error:
        raise ValueError(
            f"{date_format!r} is not a form of dates ({error}); write one such as %d.%m.%Y"
        ) from None
    return date_format


def date_reason(date_format: str | None) -> str:
    """Why a text was rejected that is not a date."""
    if date_format is None:
        return "is not a date such as 2026-01-31; declare date_format"
    sample = dt.date(2026, 1, 31).strftime(date_format)
    return f"is not a date in the declared form {date_format}, such as {sample}; correct the date or date_format"


def _distinct(text: pa.Array, date_format: str | None) -> Days:
    if date_format is None:
        iso = pc.match_substring_regex(text, _ISO)
        text = pc.utf8_slice_codeunits(pc.if_else(iso, text, pa.scalar(None, pa.string())), 0, 10)
        form, suffix = "%Y-%m-%d", ""
    else:
        form, suffix = _with_weekday(date_format)
    values = pd.Series(
        [None if item is None else item + suffix for item in text.to_pylist()], dtype="str"
    )
    days = pd.to_datetime(values, format=form, errors="coerce")
    if isinstance(days.dtype, pd.DatetimeTZDtype):
        days = days.dt.tz_localize(None)
    return np.asarray(days.to_numpy()).astype("datetime64[D]")


def _with_weekday(date_format: str) -> tuple[str, str]:
    """The format and the text to append: a week without a weekday means its Monday."""
    if "%V" in date_format and not _WEEKDAY.search(date_format):
        return date_format + " %u", " 1"
    return date_format, ""
