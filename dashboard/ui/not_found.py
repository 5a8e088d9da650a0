"""The content of a page whose key result does not exist."""

from __future__ import annotations

from dashboard.i18n import Message
from dashboard.reports.shared.not_found import UnknownKeyResult
from dashboard.ui.html import Markup, link, rich, show, words
from dashboard.ui.session import Visit


def key_result_not_found(visit: Visit, unknown: UnknownKeyResult) -> None:
    """A message, similar key results, and a link to the objectives."""
    t = visit.t
    heading = (
        rich(t, Message("not-found-title", {"id": unknown.asked}))
        if unknown.asked
        else words(t, "no-id-title")
    )
    text = words(t, "not-found-text" if unknown.asked else "no-id-text")
    near = Markup("").join(
        Markup('<li>{} <span class="fd-small">({})</span></li>').format(link(one, title), one)
        for one, title in unknown.near
    )
    meant = (
        Markup('<p class="fd-say">{}</p><ul>{}</ul>').format(words(t, "not-found-near"), near)
        if near
        else ""
    )
    way = Markup('<a href="objectives" target="_self">{}</a>').format(words(t, "not-found-link"))
    show(
        Markup(
            '<div class="fd-hero"><h1>{}</h1><p class="fd-say" style="margin:8px 0 14px">{}</p>{}'
            '<p style="margin-top:14px">{}</p></div>'
        ).format(heading, text, meant, way)
    )
