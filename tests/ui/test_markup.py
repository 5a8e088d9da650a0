"""Nothing that people wrote becomes markup, whichever piece of a page it passes."""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

import dashboard
from dashboard.charts.kit.markup import Markup, class_name, escaped
from dashboard.domain.okr import Status
from dashboard.i18n import Message, translator
from dashboard.ui.html import evidence_link, link, rich, show, words
from dashboard.ui.status_pill import pill
from dashboard.ui.tables import Column, table

t = translator("en")
HOUSE = Path(dashboard.__file__).parent
WRITERS = [*(HOUSE / "ui").glob("*.py"), *(HOUSE / "views").glob("*.py")]


def payloads() -> list[str]:
    shared = Path(os.environ.get("FREMDRIFT_SHARED") or Path(__file__).parents[2] / "../shared")
    files = [shared / "payloads" / name for name in ("xss.json", "blns.json")]
    if not all(file.exists() for file in files):
        pytest.skip(f"no payloads in {files[0].parent}")
    texts: list[str] = []
    for file in files:
        kept = json.loads(file.read_text("utf-8"))
        values = kept if isinstance(kept, list) else [v for some in kept.values() for v in some]
        texts += [one if isinstance(one, str) else json.dumps(one) for one in values]
    return texts


PIECES: dict[str, Callable[[str], Markup]] = {
    "format": lambda text: Markup('<p title="{}">{}</p>').format(text, text),
    "format with a name": lambda text: Markup("<p>{text:>3}</p>").format(text=text),
    "percent": lambda text: Markup("<p>%s</p>") % text,
    "join": lambda text: Markup("").join(["", text, Markup("<br>")]),
    "plus": lambda text: Markup("<b>") + text + Markup("</b>"),
    "plus in front": lambda text: text + Markup("<b></b>"),
    "message": lambda text: rich(t, Message("plain", {"text": text})),
    "words": lambda text: words(t, "review-movement-fell-act", name=text),
    "link": lambda text: link(text, text),
    "evidence link": lambda text: evidence_link(text, text, text),
    "table": lambda text: table([Column(text)], [(text,)], text),
    "stacking table": lambda text: table([Column(text)], [(text,)], text, is_stacking=True),
    "pill": lambda text: pill(Status.AT_RISK, "light", t) + text,
}


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))


def tags_of(markup: str) -> list[tuple[str, tuple[str, ...]]]:
    seen = _Seen()
    seen.feed(markup)
    return seen.tags


@pytest.mark.parametrize("piece", PIECES)
def test_a_hostile_text_brings_no_tag_no_attribute_and_no_markdown(piece: str) -> None:
    make = PIECES[piece]
    harmless = tags_of(make("x"))
    for payload in payloads():
        if not escaped(payload):
            continue
        made = make(payload)
        assert isinstance(made, Markup)
        assert tags_of(made) == harmless, payload
        assert not set("`*~$[]\\\n\r") & set(made), payload


def test_another_class_that_calls_itself_html_is_not_trusted() -> None:
    class Foreign(str):
        __slots__ = ()

        def __html__(self) -> str:
            return self

    assert "<i>" not in Markup("<b>{}</b>").format(Foreign("<i>"))
    assert "<i>" not in Markup("").join([Foreign("<i>")])


def test_markup_inside_markup_stays_as_it_is() -> None:
    assert Markup("<b>{}</b>").format(Markup("<i>{}</i>").format("a*b")) == "<b><i>a&#42;b</i></b>"


def test_a_plain_text_cannot_be_shown() -> None:
    with pytest.raises(TypeError, match="only markup can be shown, not str"):
        show("<b>a</b>")  # type: ignore[arg-type]


def test_a_class_name_is_a_name() -> None:
    assert class_name("at_risk") == "at_risk"
    with pytest.raises(ValueError, match="no name of a class"):
        class_name('x" onload="y')


def test_pieces_of_pages_make_markup_of_literals_only() -> None:
    """Whatever is computed goes through `format`, which escapes; html.py alone may mark a catalogue's text as safe."""
    wrong = []
    for path in WRITERS:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_call = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Markup"
            if is_call and not all(isinstance(one, ast.Constant) for one in node.args):
                wrong.append(f"{path.name}:{node.lineno}")
    assert [one for one in wrong if not one.startswith("html.py:")] == []
    assert len(wrong) == 1


def test_only_the_one_door_writes_html() -> None:
    doors = {path.name for path in WRITERS if "unsafe_allow_html" in path.read_text("utf-8")}
    assert doors == {"html.py"}
