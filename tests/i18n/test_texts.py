from __future__ import annotations

import re
from pathlib import Path

import dashboard
from dashboard.i18n import TEXTS, translator

HOME = Path(dashboard.__file__).parent


def test_every_key_that_the_program_names_has_a_text() -> None:
    t = translator("en")
    named = set()
    for file in HOME.rglob("*.py"):
        source = file.read_text("utf-8")
        named |= set(
            re.findall(r'(?:Message|\bt|now\.t|visit\.t)\(\s*"([a-z][a-z0-9_-]+)"', source)
        )
    assert len(named) > 100
    assert sorted(key for key in named if not t.has(key)) == []


def test_no_key_is_written_twice() -> None:
    keys = [
        key
        for file in sorted((TEXTS / "en").glob("*.ftl"))
        for key in re.findall(r"^([a-z][\w-]*) =", file.read_text("utf-8"), flags=re.M)
    ]
    assert sorted(keys) == sorted(set(keys))
