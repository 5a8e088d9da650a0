"""The top of every page, and the messages of pages that cannot be shown."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.domain.errors import FremdriftError
from dashboard.i18n import Message, Translator, translator
from dashboard.i18n.format import day
from dashboard.reports.shared.header import Header
from dashboard.ui.html import Markup, plain, rich, show, words
from dashboard.ui.session import Visit

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

OLD_DAYS = 7
"""A state published longer ago than this is marked as old on every page."""

_log = logging.getLogger(__name__)


def title(
    visit: Visit, header: Header, eyebrow: Message, headline: Message, pill: str = ""
) -> None:
    """The line with workspace, week and age of the data, and the answer in a sentence."""
    t = visit.t
    fresh = Markup(" · ").join(_freshness(t, line) for line in header.freshness)
    line = Markup(" · ").join(
        part
        for part in (Markup("<b>{}</b>").format(header.workspace), rich(t, eyebrow), fresh)
        if part
    )
    show(
        Markup('<div class="fd-eyebrow">{}</div><h1 class="fd-title">{} {}</h1>').format(
            line, rich(t, headline), pill
        )
    )


def age(visit: Visit, header: Header) -> None:
    """A notice if the page shows an earlier week, or a state published long ago."""
    t = visit.t
    days = (visit.today - header.as_of).days
    if visit.key.week:
        newest = Markup('<a href="./" target="_self">{}</a>').format(words(t, "older-week-link"))
        show(
            Markup('<div class="fd-hint-line">{} {}</div>').format(words(t, "older-week"), newest)
        )
    elif days > OLD_DAYS:
        old = Message("data-old", {"day": day(header.as_of, "long", t.locale), "days": days})
        show(Markup('<div class="fd-hint-line">{}</div>').format(rich(t, old)))


def question(t: Translator, heading: Message, note: str = "") -> None:
    """A card's heading, which is a question, and a line below it."""
    below = Markup('<div class="fd-note">{}</div>').format(note) if note else ""
    show(Markup('<h2 class="fd-question">{}</h2>{}').format(rich(t, heading), below))


def card(name: str) -> DeltaGenerator:
    """A container that looks like a card; `name` must be unique on the page."""
    return st.container(key=f"fd-card-{name}")


@contextmanager
def kindly() -> Iterator[None]:
    """Shows an error raised inside as a paragraph with a next step; the traceback goes to the log."""
    try:
        yield
    except FremdriftError as error:
        _log.warning("A page could not be shown: %s", error)
        _apology(str(error))
    except Exception as error:
        if type(error).__module__.startswith("streamlit"):
            raise  # reruns and page switches travel as exceptions
        _log.exception("A page could not be made")
        _apology(plain(translator(), Message("error-unexpected", {"kind": type(error).__name__})))


def _apology(text: str) -> None:
    t = translator()
    show(
        Markup(
            '<div class="fd-hero"><h1>{}</h1><p class="fd-say">{}</p>'
            '<p class="fd-note">{}</p></div>'
        ).format(words(t, "error-title"), text, words(t, "error-next"))
    )


def _freshness(t: Translator, line: Message) -> Markup:
    text = rich(t, line)
    return (
        Markup('<span class="fd-late">{}</span>').format(text)
        if line.key in ("sources-late", "sources-stale")
        else text
    )
