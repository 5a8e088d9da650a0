"""Every text that the code asks for is there, and every text that is there is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast

from dashboard.i18n import TEXTS, Message, translator

ROOT = Path(__file__).parents[2]
CODE = "\n".join(path.read_text("utf-8") for path in (ROOT / "dashboard").rglob("*.py"))


def keys(locale: str) -> set[str]:
    found = set()
    for path in (TEXTS / locale).glob("*.ftl"):
        for entry in FluentParser().parse(path.read_text("utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{path.name}: {entry.content!r}"
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, entry.id.name
                found.add(entry.id.name)
    return found


def test_every_key_that_the_code_writes_out_has_a_text():
    asked = set(re.findall(r"""\b(?:t|Message)\(\s*"([a-z][a-z0-9-]+)\"""", CODE))

    assert asked
    assert not asked - keys("en")


def test_no_text_is_left_over():
    quoted = set(re.findall(r"""["']([a-z][a-z0-9_-]+)["']""", CODE))
    formed = [
        text for text in re.findall(r'f["\']([^"\'\s]*\{[^"\'\s]*)["\']', CODE) if "-" in text
    ]
    patterns = [
        re.compile(re.sub(r"\\\{.*?\\\}", "[a-z0-9_-]*", re.escape(text))) for text in formed
    ]

    left = [
        key
        for key in keys("en") - quoted
        if not any(pattern.fullmatch(key) for pattern in patterns)
    ]

    assert not left


def test_an_unknown_key_and_a_missing_value_are_errors():
    with pytest.raises(KeyError):
        translator("en")("no-such-text")


def test_a_language_that_is_not_there_yet_falls_back_to_english():
    assert translator("xx_YY")("app-name") == "Fremdrift"


def test_a_message_survives_its_way_through_a_store():
    message = Message("a", {"one": 1, "inner": Message("b", {"two": "x"})})

    assert Message.from_json(message.to_json()) == message


def test_a_text_that_a_language_lacks_is_answered_in_english(tmp_path, monkeypatch):
    (tmp_path / "en").mkdir()
    (tmp_path / "xx").mkdir()
    (tmp_path / "en" / "a.ftl").write_text("one = one\ntwo = two { $n }\n", "utf-8")
    (tmp_path / "xx" / "b.ftl").write_text("one = eins\n", "utf-8")
    monkeypatch.setattr("dashboard.i18n.TEXTS", tmp_path)
    t = translator("xx_YY")

    assert (t.locale, t("one"), t("two", n=2)) == ("xx", "eins", "two 2")
    with pytest.raises(KeyError, match="three"):
        t("three")
    with pytest.raises(KeyError, match="n"):
        t("two")
