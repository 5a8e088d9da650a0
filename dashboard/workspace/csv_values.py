"""Parses the value of one cell: a day, a number, a confidence, a person."""

from __future__ import annotations

import datetime as dt
import re

from dashboard.domain.quoting import quote
from dashboard.workspace.csv_file import unguard_text

MAX_BY_LENGTH = 500

_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_confidence(text: str) -> float:
    """The confidence in the text, 0 to 1: "0.7" and "70%" are both 0.7.

    Raises:
        ValueError: it is neither; the message says what to write.
    """
    given = text.strip()
    share = given.removesuffix("%").strip()
    wanted = "write a share from 0 to 1 such as 0.7, or a percentage such as 70%"
    if not _NUMBER.fullmatch(share):
        raise ValueError(f"{quote(given)} is not a confidence; {wanted}")
    value = float(share)
    if given.endswith("%"):
        value = value / 100
    elif 1 < value <= 10:
        raise ValueError(
            f"{quote(given)} is more than 1; write {value / 10:g}, or {value * 10:g}%"
        )
    elif 10 < value <= 100:
        raise ValueError(f"{quote(given)} is more than 1; write {value / 100:g}, or {value:g}%")
    if not 0 <= value <= 1:
        raise ValueError(f"{quote(given)} is not between 0 and 1; {wanted}")
    return abs(value)


def parse_day(text: str) -> dt.date:
    """The day in the text, year-month-day.

    Raises:
        ValueError: it is not such a date; the message says what to write.
    """
    given = text.strip()
    if not _DAY.fullmatch(given):
        raise ValueError(f"{quote(given)} is not a date; write year-month-day such as 2026-10-16")
    try:
        return dt.date.fromisoformat(given)
    except ValueError:
        raise ValueError(
            f"{quote(given)} is not a calendar day; write one such as 2026-10-16"
        ) from None


def parse_number(text: str) -> float:
    """The finite number in the text, with a dot before the decimals.

    Raises:
        ValueError: it is not such a number; the message says what to write.
    """
    given = text.strip()
    value = float(given) if _NUMBER.fullmatch(given) else None
    if value is None or value in (float("inf"), float("-inf")):
        raise ValueError(
            f"{quote(given)} is not a number; write digits with a dot before the decimals and no other marks, such as 1250.5"
        )
    return value


def parse_by(text: str) -> str:
    """Who checked in, without the guard against formulas.

    Raises:
        ValueError: the name is empty, or longer than `MAX_BY_LENGTH` characters.
    """
    given = unguard_text(text)
    if not given.strip():
        raise ValueError("nobody is named; write who checked in, such as ana@example.com")
    if len(given) > MAX_BY_LENGTH:
        raise ValueError(f"the name has {len(given)} characters; write at most {MAX_BY_LENGTH}")
    return given
