"""A KPI's own threshold on a key result, absolute or relative, and the cuts of the status."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator

ON_TRACK_CHANCE = 0.70
"""A key result is on track from this chance on. A constant of the product."""

AT_RISK_CHANCE = 0.40
"""A key result is at risk from this chance on, below `ON_TRACK_CHANCE`."""

OUT_OF_REACH_CHANCE = 0.15
"""Below this chance the question is whether to change the target, not how to reach it."""

GAP_POINTS = 20
"""A difference of chance and confidence of this many percentage points is marked for discussion.
"""

NOTABLE_CHANGE_POINTS = 10
"""A weekly change of the chance by this many percentage points is named in the headline and set in
bold."""

STRONG_LINK = 0.60
"""From here on a link between a KPI and an outcome is called strong. Cohen (Statistical Power
Analysis, 1988) calls correlations of .3 medium and .5 large; a link that was picked as the
strongest of many shifts is a little too large, so both cuts of the product lie a little higher."""

MODERATE_LINK = 0.35
"""A link is called moderate from here on, below `STRONG_LINK`; below this, weak."""

TOLERANCE = 1e-9
"""Two values closer than this share of their size are equal: sums of floats differ by rounding."""

Operator = Literal[">", ">=", "<", "<="]

_FORM = re.compile(
    r"""
    ^\s* (?P<op>>=|<=|>|<|at\ least|at\ most)
    \s* (?P<sign>[+-])?
    \s* (?P<number>\d+(?:\.\d+)?(?:e[+-]?\d+)?)
    \s* (?P<unit>(?!e[+-]?\d)[^\s\d.,;:+-].*?)?  # what looks like an exponent is a slip and no unit
    \s*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WORDS: dict[str, Operator] = {"at least": ">=", "at most": "<="}


@dataclass(frozen=True)
class ThresholdRule:
    """A parsed threshold: `op` and `number`; `change` is how the number is meant.

    `change` is `None` for a plain value, `"percent"` for a change relative to the absolute value
    of the KPI's last period before the cycle, `"points"` for a change in points.
    """

    op: Operator
    number: float
    change: Literal["percent", "points"] | None
    unit: str

    def is_met(self, value: float | None, before: float | None) -> bool | None:
        """Whether `value` meets the threshold; `before` is the KPI's last value before the cycle.

        A value within `TOLERANCE` of the threshold counts as equal to it. None if unknown: no
        value, or a relative threshold without a value before the cycle, or a change in percent
        with a zero before it.
        """
        if value is None or (self.change is not None and before is None):
            return None
        limit = self.number
        if self.change == "points" and before is not None:
            limit = before + self.number
        if self.change == "percent" and before is not None:
            if before == 0:
                return None
            limit = before + abs(before) * self.number / 100
        is_same = math.isclose(value, limit, rel_tol=TOLERANCE)
        return {
            ">": value > limit and not is_same,
            ">=": value >= limit or is_same,
            "<": value < limit and not is_same,
            "<=": value <= limit or is_same,
        }[self.op]


def parse_threshold(text: str) -> ThresholdRule:
    """The threshold in `text`.

    Raises:
        ValueError: the text is not `<op> <number>` with an optional sign and unit.
    """
    match = _FORM.match(text)
    if match is None or not math.isfinite(float(match["number"])):
        raise ValueError(
            f'{text!r} is not a threshold; write an operator and a number, such as "> 1250", "at least 5", '
            '"> +10%" or "< -2 pp"'
        )
    word = match["op"].lower()
    op: Operator = _WORDS.get(word) or word  # type: ignore[assignment]  # the pattern admits no other word
    unit = (match["unit"] or "").strip()
    number = float(match["number"]) * (-1 if match["sign"] == "-" else 1)
    change: Literal["percent", "points"] | None = None
    if match["sign"] and unit == "%":
        change = "percent"
    elif match["sign"] and unit.lower() == "pp":
        change = "points"
    return ThresholdRule(op, number, change, unit)


def _checked(text: str) -> str:
    parse_threshold(text)
    return text


Threshold = Annotated[str, AfterValidator(_checked)]
"""A threshold as written; `parse_threshold` parses it."""
