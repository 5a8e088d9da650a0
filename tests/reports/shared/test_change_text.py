"""The sizes of changes, told so that two of them can be compared."""

from __future__ import annotations

import pytest

from dashboard.reports.shared.change_text import signed_sizes, sizes

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("values", "unit", "told"),
    [
        ([0.2133, 0.0768], "%", ["+0.21 points", "+0.08"]),
        ([380.667, 13.833], "subscriptions", ["+381 subscriptions", "+14"]),
        ([-0.3333, 0.01667], "h", ["−0.33 h", "+0.02"]),
        ([1.0, -0.2], "%", ["+1 point", "−0.2"]),
        ([1250.0, 0.0], "EUR", ["+€1 250", "0"]),
        ([-2.5e6, 4.0e5], "NOK", ["−2.5 M NOK", "+400 000"]),
        ([0.0, 0.0], "h", ["0 h", "0"]),
        ([5.0, 0.004], "h", ["+5 h", "0"]),
    ],
)
def test_changes_beside_each_other_have_the_decimals_of_the_larger_one(
    values: list[float], unit: str, told: list[str]
) -> None:
    said = [text.replace(NBSP, " ") for text in signed_sizes(values, unit, "en")]
    assert said == told


def test_sizes_leave_the_sign_to_the_words_around_them() -> None:
    assert [one.replace(NBSP, " ") for one in sizes([-0.42], "%", "en")] == ["0.42 points"]
    assert sizes([], "%", "en") == ()
