from __future__ import annotations

import math
import re

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_connectors.numbers import (
    GOOD,
    MISSING,
    NOT_A_NUMBER,
    NOT_FINITE,
    TOO_LARGE,
    NumberForm,
    parse_numbers,
)

PLAIN = NumberForm()
forms = st.sampled_from(
    [PLAIN, NumberForm(","), NumberForm(".", ","), NumberForm(",", "."), NumberForm(",", " ")]
)


def one(text: str | None, form: NumberForm = PLAIN) -> tuple[float, int]:
    values, codes = parse_numbers(pa.array([text], pa.string()), form)
    return float(values[0]), int(codes[0])


@given(st.floats(min_value=-1e300, max_value=1e300), forms)
def test_a_number_written_in_a_form_is_read_exactly(value, form):
    text = repr(value)
    whole, _, rest = f"{value:.17g}".partition(".")
    if form.thousands and "e" not in f"{value:.17g}":
        text = f"{int(whole.lstrip('-')):,}".replace(",", form.thousands) + (
            form.decimal + rest if rest else ""
        )
        text = "-" * whole.startswith("-") + text
    else:
        text = text.replace(".", form.decimal)
    assert one(f" {text} ", form) == (value, GOOD)


@given(st.text(alphabet="0123456789+-.,eE _x%()'٣infaN", max_size=12))
def test_what_is_accepted_is_what_python_reads_and_never_more(text):
    value, code = one(text)
    plain = re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text.strip(" "), re.ASCII)
    assert (code in (GOOD, TOO_LARGE)) == (plain is not None)
    if code == GOOD:
        assert value == float(text)
    else:
        assert math.isnan(value)


@given(st.lists(st.sampled_from(["1", "x", "", "nan", "1e400", None]), max_size=20))
def test_each_cell_is_judged_by_itself(cells):
    values, codes = parse_numbers(pa.array(cells, pa.string()), PLAIN)
    alone = [one(cell) for cell in cells]
    assert np.array_equal(values, [value for value, _ in alone], equal_nan=True)
    assert codes.tolist() == [code for _, code in alone]


@pytest.mark.parametrize(
    ("text", "code"),
    [(None, MISSING), ("", MISSING), ("  ", MISSING), ("-", NOT_A_NUMBER), ("1 234", NOT_A_NUMBER), ("−5", NOT_A_NUMBER),
     ("1..2", NOT_A_NUMBER), ("+nan", NOT_FINITE), ("INF", NOT_FINITE), ("1e301", TOO_LARGE), ("-1e400", TOO_LARGE)],
)  # fmt: skip
def test_what_is_no_number_says_why(text, code):
    value, got = one(text)
    assert (math.isnan(value), got) == (True, code)


def test_reasons_show_the_declared_form():
    assert 'decimal ",", thousands "."), such as 1.234,5' in NumberForm(",", ".").reason(
        NOT_A_NUMBER
    )
    assert "such as 1234,5" in NumberForm(",").reason(NOT_A_NUMBER)
    assert "1e+300" in PLAIN.reason(TOO_LARGE)
