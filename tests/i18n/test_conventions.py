"""A language is one folder of texts: how it writes numbers, dates and weeks needs no line of Python."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from dashboard import i18n
from dashboard.i18n import format as f
from dashboard.i18n.conventions import conventions, scale_words

DAY = dt.date(2026, 10, 18)


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A language that this program does not bring, with two texts of its own."""
    shutil.copytree(i18n.TEXTS / "en", tmp_path / "en")
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "common.ftl").write_text("status-on_track = Auf Kurs\n", "utf-8")
    (tmp_path / "de" / "format.ftl").write_text(
        "format-points = { $count ->\n    [one] Punkt\n   *[other] Punkte\n}\n", "utf-8"
    )
    monkeypatch.setattr(i18n, "TEXTS", tmp_path)
    return "de"


def plain(text: str) -> str:
    return text.replace(f.NBSP, " ")


def test_a_new_language_writes_numbers_and_dates_as_cldr_says(german: str):
    assert plain(f.number(4210, "h", german)) == "4 210 h"
    assert plain(f.number(3.25, "h", german)) == "3,25 h"
    assert plain(f.number(1_250_000, "", german)) == "1,25 Mio."
    assert plain(f.number(2.5e9, "EUR", german)) == "€2,5 Mrd."
    assert plain(f.percent(0.31, german)) == "31 %"
    assert f.day(DAY, "long", german) == "So. 18 Okt. 2026"
    assert f.month(dt.date(2026, 5, 1), german) == "Mai"


def test_its_own_texts_are_used_and_the_others_are_english(german: str):
    t = i18n.translator(german)
    assert t("status-on_track") == "Auf Kurs"
    assert t("status-missed") == "Missed"
    assert plain(f.difference(3.0, 4.0, "%", german)) == "1 Punkt"
    assert plain(f.difference(3.0, 5.5, "%", german)) == "2,5 Punkte"
    assert plain(f.week(DAY, german)) == "week 42, Mo. 12 – So. 18 Okt"


def test_a_language_that_counts_in_thousands_of_millions_does_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    shutil.copytree(i18n.TEXTS / "en", tmp_path / "en")
    (tmp_path / "es").mkdir()
    (tmp_path / "es" / "common.ftl").write_text("so-far = hasta ahora\n", "utf-8")
    monkeypatch.setattr(i18n, "TEXTS", tmp_path)

    assert plain(f.number(2.5e9, "", "es")) == "2 500 M"


def test_a_locale_without_texts_is_english():
    assert conventions("fr") is conventions("en")
    assert conventions("") is conventions("en_GB") is conventions("en-US")
    assert conventions("nn-NO") is conventions("nb")


def test_units_with_a_scale_of_any_language_are_known():
    assert {"million", "millions", "mill.", "milliarder", "tusen"} <= scale_words()
    assert plain(f.number(1_100_000, "millioner kroner", "en")) == "1 100 000 millioner kroner"
