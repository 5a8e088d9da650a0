from __future__ import annotations

import pytest

from dashboard.domain.kpi import Grain
from dashboard.i18n import translator
from dashboard.reports.shared.wording import lead_range_text, lead_text, strength_word

t = translator("en")


@pytest.mark.parametrize(
    ("periods", "grain", "words"),
    [
        (3.0, Grain.WEEK, "3 weeks"),
        (1.0, Grain.WEEK, "1 week"),
        (8.7, Grain.WEEK, "9 weeks"),
        (2.0, Grain.MONTH, "2 months"),
        (2.04, Grain.MONTH, "2 months"),
        (0.5, Grain.MONTH, "2 weeks"),
        (11.4, Grain.MONTH, "11 months"),
        (0.67, Grain.QUARTER, "2 months"),
        (0.5, Grain.QUARTER, "7 weeks"),
    ],
)
def test_a_lead_is_said_in_periods_that_it_is_nearly_whole_in(
    periods: float, grain: Grain, words: str
) -> None:
    assert t.write(lead_text(periods, grain)) == words.replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("lead", "words"),
    [
        ((3.0, 2.0, 4.0), "3 weeks (2 to 4)"),
        ((3.0, 3.0, 3.0), "3 weeks"),
        ((3.0, None, 4.0), "3 weeks"),
        ((1.0, -0.6, 2.0), "1 week (0 to 2)"),
    ],
)
def test_a_range_is_said_where_it_is_wider_than_the_lead(
    lead: tuple[float, float | None, float | None], words: str
) -> None:
    said = t.write(lead_range_text(*lead, Grain.WEEK)).replace("\N{NO-BREAK SPACE}", " ")
    assert said == words


def test_a_lead_and_its_range_are_said_in_the_same_periods() -> None:
    said = t.write(lead_range_text(1.0, 0.5, 2.0, Grain.MONTH)).replace("\N{NO-BREAK SPACE}", " ")
    assert said == "4 weeks (2 to 9)"


def test_a_strength_that_is_not_known_has_no_word() -> None:
    assert strength_word(None) == strength_word(float("nan")) == "unknown"
    assert strength_word(-0.7) == "strong"
