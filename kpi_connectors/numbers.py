"""Numbers in declared formats, parsed a column at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kpi_connectors.observations import LARGEST

GOOD, MISSING, NOT_A_NUMBER, NOT_FINITE, TOO_LARGE = range(5)
Codes = NDArray[np.int8]

_NOT_FINITE = r"(?i)^[+-]?(nan|inf|infinity)$"


@dataclass(frozen=True)
class NumberForm:
    """The number format: the decimal mark, and the thousands separator if any."""

    decimal: str = "."
    thousands: str | None = None

    @property
    def pattern(self) -> str:
        """The regular expression (RE2) of a whole number in this format; digits are 0 to 9 only."""
        mark = re.escape(self.decimal)
        whole = r"[0-9]+"
        if self.thousands:
            whole = rf"(?:[0-9]{{1,3}}(?:{re.escape(self.thousands)}[0-9]{{3}})+|[0-9]+)"
        return rf"^[+-]?(?:{whole}(?:{mark}[0-9]*)?|{mark}[0-9]+)(?:[eE][+-]?[0-9]+)?$"

    def reason(self, code: int) -> str:
        """The reason in words for a rejection code of a cell."""
        if code == NOT_FINITE:
            return "is not a finite number; leave the cell empty where the value is missing"
        if code == TOO_LARGE:
            return f"is too large to compute with; values up to {LARGEST:g} are possible"
        marks = f'decimal "{self.decimal}"' + (
            f', thousands "{self.thousands}"' if self.thousands else ", no thousands"
        )
        example = f"{self.thousands or ''}".join(["1", "234"]) + f"{self.decimal}5"
        return f"is not a number in the declared form ({marks}), such as {example}; declare decimal and thousands"


def parse_numbers(text: pa.Array, form: NumberForm) -> tuple[NDArray[np.float64], Codes]:
    """The values of a column of strings, NaN for none, and a code for each.

    Spaces around a number do not matter; an empty cell is `MISSING`.
    """
    text = pc.ascii_trim_whitespace(text)
    missing = _mask(pc.or_kleene(pc.is_null(text), pc.equal(text, "")))
    matches = pc.match_substring_regex(text, form.pattern)
    plain = pc.if_else(matches, text, pa.scalar(None, pa.string()))
    if form.thousands:
        plain = pc.replace_substring(plain, form.thousands, "")
    if form.decimal != ".":
        plain = pc.replace_substring(plain, form.decimal, ".")
    values = _floats(plain)
    codes = np.where(_mask(matches), GOOD, NOT_A_NUMBER).astype(np.int8)
    codes[_mask(pc.match_substring_regex(text, _NOT_FINITE))] = NOT_FINITE
    codes[missing] = MISSING
    return judge(values, codes)


def judge(values: NDArray[np.float64], codes: Codes) -> tuple[NDArray[np.float64], Codes]:
    """Values and codes, with values that are too large or not finite marked and set to NaN."""
    good = codes == GOOD
    codes = np.where(good & ~(np.abs(values) <= LARGEST), TOO_LARGE, codes).astype(np.int8)
    return np.where(codes == GOOD, values, np.nan), codes


def _floats(plain: pa.Array) -> NDArray[np.float64]:
    return np.asarray(pc.cast(plain, pa.float64()).to_numpy(zero_copy_only=False), dtype="float64")


def _mask(array: pa.Array) -> NDArray[np.bool_]:
    return np.asarray(pc.fill_null(array, False).to_numpy(zero_copy_only=False), dtype=bool)
