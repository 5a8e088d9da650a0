"""The glossary's retired words stay out of names, docstrings, comments and texts."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")

NAMES = {
    "told", "said", "foretell", "foretold", "surprise", "surprises", "rhythm", "rhythms", "calm",
    "calmed", "beside", "settled", "learnt", "weighed", "begun",
}  # fmt: skip
"""Retired as parts of identifiers."""

PROSE = re.compile(
    r"\b(told|foretells?|foretold|foretelling|surprises?|rhythms?|calm(?:s|ed|ing)?|hangs? together|hung together"
    r"|what leads|settled|so many|beside|even chance|learnt)\b",
    re.IGNORECASE,
)
"""Retired in docstrings, comments, texts and documents."""

ALLOWED = {"settled"}
"""A column of the snapshots' table `recalibration`, and the field that it is read into."""

PERSISTED = re.compile(r"`settled`|too[-_]few[-_]settled|settled INTEGER")
"""The same name in documents, and a reason that snapshots keep."""

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]

CODE = sorted(
    path for folder in ("dashboard", "kpi_connectors") for path in (ROOT / folder).rglob("*.py")
)
TEXTS = sorted((ROOT / "dashboard").rglob("*.ftl")) + sorted((ROOT / "dashboard").rglob("*.sql"))


def parts(name: str) -> set[str]:
    return {part.lower() for part in re.split(r"_|(?<=[a-z])(?=[A-Z])", name)}


def retired_in_code(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        for token in tokenize.generate_tokens(lines.readline):
            place = f"{path.relative_to(ROOT)}:{token.start[0]}"
            if token.type == tokenize.NAME and token.string not in ALLOWED:
                yield from (f"{place}: {word}" for word in sorted(parts(token.string) & NAMES))
            elif token.type != tokenize.NAME:
                text = PERSISTED.sub("", token.string)
                yield from (f"{place}: {match[0]}" for match in PROSE.finditer(text))


def retired_in_text(path: Path, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), start=1):
        yield from (
            f"{path.relative_to(ROOT)}:{number}: {m[0]}"
            for m in PROSE.finditer(PERSISTED.sub("", line))
        )


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_code_uses_the_words_of_the_field(path: Path):
    assert not list(retired_in_code(path))


@pytest.mark.parametrize(
    "path", [*TEXTS, *DOCUMENTS], ids=lambda path: str(path.relative_to(ROOT))
)
def test_texts_and_documents_use_plain_words(path: Path):
    text = path.read_text("utf-8").partition("## Retired words")[0]
    assert not list(retired_in_text(path, text))


def test_every_retired_word_stands_in_the_glossary():
    table = GLOSSARY.partition("## Retired words")[2]
    retired = {
        word.strip() for row in re.findall(r"^\| (.+?) \|", table, re.M) for word in row.split(",")
    }
    assert {"told", "foretell", "surprise", "beside", "so many", "even chance"} <= retired


def test_a_retired_word_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    planted = tmp_path / "planted.py"
    planted.write_text('"""What leads."""\nsaid_by = 1  # beside it\n', "utf-8")
    monkeypatch.setitem(globals(), "ROOT", tmp_path)

    assert [line.rpartition(" ")[2] for line in retired_in_code(planted)] == [
        "leads",
        "said",
        "beside",
    ]
