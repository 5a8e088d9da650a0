from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.i18n import Message, translator
from dashboard.ui.html import link, plain, rich
from dashboard.ui.tables import Column, table

t = translator("en")


def payloads() -> list[str]:
    shared = Path(os.environ.get("FREMDRIFT_SHARED") or Path(__file__).parents[2] / "../shared")
    file = shared / "payloads" / "xss.json"
    if not file.exists():
        pytest.skip(f"no payloads at {file}")
    found = json.loads(file.read_text("utf-8"))
    texts = found if isinstance(found, list) else [v for values in found.values() for v in values]
    return [one if isinstance(one, str) else json.dumps(one) for one in texts]


def test_values_are_escaped_and_the_catalogues_tags_stay() -> None:
    said = rich(
        t, Message("review-movement-fell-act", {"name": "<script>alert(1)</script> & *more*"})
    )
    assert said.startswith("<em>“&lt;script&gt;")
    assert "<script" not in said
    assert "*" not in said


def test_values_inside_values_are_escaped_too() -> None:
    inner = Message("not-ready-never", {"name": "<b>x</b>"})
    assert "<b>" not in rich(t, Message("not-ready-owner", {"text": inner, "owner": "<i>"}))


def test_bare_text_loses_tags_of_the_catalogue_and_keeps_what_people_wrote() -> None:
    assert plain(t, Message("review-movement-fell-act", {"name": "a <b> c"})) == (
        "“a <b> c” fell most and needs a decision today."
    )


def test_every_known_payload_becomes_text() -> None:
    for payload in payloads():
        said = rich(t, Message("plain", {"text": payload}))
        assert "<" not in said
        assert '"' not in said
        assert "<" not in link(payload, "x").removeprefix("<a ").removesuffix(">x</a>")


@given(st.text())
def test_no_text_brings_markup_or_a_new_line_along(text: str) -> None:
    said = rich(t, Message("plain", {"text": text}))
    assert not set("<>\"'\n\r`*") & set(said)


def test_a_table_has_real_headings_and_numbers_on_the_right() -> None:
    markup = table([Column("KPI"), Column("Now", is_number=True)], [("a", "1")], "All")
    assert markup.count('<th scope="col"') == 2
    assert '<td class="fd-number">1</td>' in markup
    assert '<caption class="fd-visually-hidden">All</caption>' in markup
