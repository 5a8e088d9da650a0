"""Numbers, dates and weeks in the reader's language."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

from babel.dates import format_date
from babel.numbers import format_decimal

from dashboard.domain.periods import week_start
from dashboard.i18n.conventions import conventions, scale_words

DayStyle = Literal["short", "long", "weekday"]

MISSING = "–"
NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
SIGNIFICANT_DIGITS = 3
"""More digits than this suggest a precision that weekly numbers do not have."""

_EXACT = Context(prec=400)  # enough digits for any double
_CURRENCIES = {
    "EUR": "€",
    "USD": "$",
    "GBP": "£",
    "JPY": "¥",
    "€": "€",
    "$": "$",
    "£": "£",
    "¥": "¥",
}
_HUGE = 1e15
ALL_BUT = 1e-9
"""A value this close below a whole counts as whole: rounding errors of floats."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float | None, unit: str = "", locale: str = "en") -> str:
    """The number with its unit: "12.2 %", "4 210", "€351" or "−0.25 h"; "–" if it is missing.

    Up to three significant digits, but every digit before the decimal mark below a million, then
    "1.25 M". A no-break space joins digits and unit; a currency comes first.
    """
    return numbers([value], unit, locale)[0]


def numbers(
    values: Sequence[float | None],
    unit: str = "",
    locale: str = "en",
    *,
    reference: Sequence[float | None] = (),
    is_apart: bool = False,
) -> tuple[str, ...]:
    """Numbers shown together: as `number`, all with the decimals of the one that needs most.

    With `reference`, computed values are compared with these given ones: they take the decimals of
    those, and at most one decimal of their own. With `is_apart`, different values get up to three
    more decimals until their texts differ.
    """
    places = _most_decimals(values)
    if any(map(_is_known, reference)):
        places = max(_most_decimals(reference), min(1, places))
    if is_apart:
        places = _places_apart([v for v in (*values, *reference) if v is not None], places)
    return tuple(_one(v, unit, locale, places) for v in values)


def _places_apart(values: Sequence[float], places: int) -> int:
    different = {v for v in values if math.isfinite(v)}
    enough = (
        more
        for more in range(places, places + 4)
        if len({_rounded(v, more) for v in different}) == len(different)
    )
    return next(enough, places)


def difference(a: float | None, b: float | None, unit: str = "", locale: str = "en") -> str:
    """The distance of `a` and `b` in the decimals of both: "0.3 points", else "1.0 h"."""
    if a is None or b is None or not (math.isfinite(a) and math.isfinite(b)):
        return MISSING
    places = max(_decimals(a), _decimals(b))
    gap = _rounded(abs(a - b), places)
    if gap == 0 and a != b:
        places = -math.floor(math.log10(abs(a - b)))  # its first significant digit
        gap = _rounded(abs(a - b), places)
    if unit != "%":
        return _one(float(gap), unit, locale, places)
    word = conventions(locale).texts("format-points", count=_plural_number(gap))
    return f"{_digits(gap, places, locale)}{NBSP}{word}"


def span(low: float, high: float, unit: str = "", locale: str = "en") -> str:
    """A range with its unit once: "455–560", "5.4–6.6 h", "€340–€351"; spaced if negative."""
    start, end = numbers([low, high], unit, locale)
    if unit and start.endswith(f"{NBSP}{unit}"):
        start = start.removesuffix(f"{NBSP}{unit}")
    dash = f"{NBSP}–{NBSP}" if min(low, high) < 0 else "–"
    return f"{start}{dash}{end}"


def percent(share: float | None, locale: str = "en") -> str:
    """The share as a whole percent: "31 %"; "–" if missing; 100 only if it is complete."""
    if share is None or not math.isfinite(share):
        return MISSING
    whole = whole_percent(share)
    return f"{_digits(99 if whole == 100 and share < 1 - ALL_BUT else whole, 0, locale)}{NBSP}%"


def chance(share: float | None, locale: str = "en", *, is_fact: bool = False) -> str:
    """The chance as a whole percent, never 0 or 100 % unless it is a fact; "–" if missing."""
    if share is None or not math.isfinite(share):
        return MISSING
    return f"{_digits(shown_percent(share, is_fact=is_fact), 0, locale)}{NBSP}%"


def shown_percent(share: float, *, is_fact: bool = False) -> int:
    """The displayed whole percent of a chance: a forecast is never 0 or 100, a fact may be.

    Status and chance words use it too: nothing else may round a chance.
    """
    percent = whole_percent(share)
    return percent if is_fact else min(99, max(1, percent))


def whole_percent(share: float) -> int:
    """The share in whole percents, halves rounded up by its decimal digits (0.285 is 29)."""
    return int(_rounded(share, 2).scaleb(2, _EXACT))


def signed(value: int, locale: str = "en") -> str:
    """A whole change with its sign: "+4", "−18", "0"."""
    return f"+{_digits(value, 0, locale)}" if value > 0 else _digits(value, 0, locale)


def day(date: dt.date, style: DayStyle = "short", locale: str = "en") -> str:
    """The day: "18 Oct" (short), "Sun 18 Oct" (weekday) or "Sun 18 Oct 2026" (long)."""
    return _dated(date, conventions(locale).texts(f"format-day-{style}"), locale)


def month(date: dt.date, locale: str = "en") -> str:
    """The short name of the month: "Oct"."""
    return _dated(date, "LLL", locale)


def month_letter(date: dt.date, locale: str = "en") -> str:
    """The first letter of the month: "O"."""
    return _dated(date, "LLLLL", locale)


def week(date: dt.date, locale: str = "en") -> str:
    """The ISO week that contains the day: "week 42, Mon 12 – Sun 18 Oct"."""
    monday = week_start(date)
    sunday = monday + dt.timedelta(days=6)
    start = _dated(monday, "EEE d" if monday.month == sunday.month else "EEE d MMM", locale)
    span = f"{start} – {day(sunday, 'weekday', locale)}"
    texts = conventions(locale).texts
    return texts("format-week", number=str(date.isocalendar().week), span=span)


def _is_known(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def _most_decimals(values: Sequence[float | None]) -> int:
    return max((_decimals(v) for v in values if v is not None and math.isfinite(v)), default=0)


def _one(value: float | None, unit: str, locale: str, places: int) -> str:
    if value is None or not math.isfinite(value):
        return MISSING
    text = _plain(value, places, locale) if _has_scale(unit) else _scaled(value, places, locale)
    if unit in _CURRENCIES:
        sign = MINUS if text.startswith(MINUS) else ""
        return f"{sign}{_CURRENCIES[unit]}{text.removeprefix(MINUS)}"
    return f"{text}{NBSP}{unit}" if unit else text


def _scaled(value: float, places: int, locale: str) -> str:
    if abs(value) >= _HUGE:
        power = math.floor(math.log10(abs(value)))
        front = _digits(_rounded(value / 10.0**power, 2), 2, locale)
        return f"{front}{NBSP}×{NBSP}10{str(power).translate(_RAISED)}"
    for scale, word in conventions(locale).scales:
        if abs(value) >= scale:
            scaled = value / scale
            return f"{_digits(_rounded(scaled, 2), _decimals(scaled), locale)}{NBSP}{word}"
    return _plain(value, places, locale)


def _plain(value: float, places: int, locale: str) -> str:
    return _digits(_rounded(value, places), places, locale)


def _has_scale(unit: str) -> bool:
    """Whether the unit has a scale of its own: "1.1 M million dollars" would have two."""
    return not scale_words().isdisjoint(unit.casefold().split())


def _decimals(value: float) -> int:
    """The decimals of three significant digits without trailing zeros; up to nine if small."""
    if value == 0 or abs(value) >= 10**6:
        return 0
    exponent = math.floor(math.log10(abs(value)))
    places = min(9, max(0, SIGNIFICANT_DIGITS - 1 - exponent))
    kept = -int(_rounded(value, places).normalize().as_tuple().exponent)
    return max(0, min(places, kept))


def _rounded(value: float, places: int) -> Decimal:
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT)


def _digits(value: float | Decimal, places: int, locale: str) -> str:
    own = conventions(locale)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    text = str(format_decimal(value, format=pattern, locale=own.babel))
    text = text.replace(own.group, NBSP).replace("-", MINUS)
    return text.removeprefix(MINUS) if not any(c in "123456789" for c in text) else text


def _dated(date: dt.date, pattern: str, locale: str) -> str:
    # British English writes "Sept", the only month with four letters; columns of dates need three.
    return (
        str(format_date(date, pattern, locale=conventions(locale).babel))
        .replace("Sept", "Sep")
        .rstrip(".")
    )


def _plural_number(gap: Decimal) -> int | float:
    """The number that chooses a plural: a whole one as int, because "1.0" is plural in English."""
    return int(gap) if gap == int(gap) else float(gap)
