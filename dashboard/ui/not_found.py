"""What stands on a page whose key result is not there."""

from __future__ import annotations

from dashboard.i18n import Message
from dashboard.reports.key_result_page import UnknownKeyResult
from dashboard.ui.html import escaped, link, rich, show
from dashboard.ui.session import Visit


def key_result_not_found(visit: Visit, unknown: UnknownKeyResult) -> None:
    """Says so kindly, names what may have been meant, and shows the way on."""
    t = visit.t
    heading = (
        rich(t, Message("not-found-title", {"id": unknown.asked}))
        if unknown.asked
        else t("no-id-title")
    )
    text = t("not-found-text") if unknown.asked else t("no-id-text")
    near = "".join(
        f'<li>{link(one, escaped(title))} <span class="fd-small">({escaped(one)})</span></li>'
        for one, title in unknown.near
    )
    meant = f'<p class="fd-say">{t("not-found-near")}</p><ul>{near}</ul>' if near else ""
    way = f'<a href="objectives" target="_self">{t("not-found-link")}</a>'
    show(
        f'<div class="fd-hero"><h1>{heading}</h1><p class="fd-say" style="margin:8px 0 14px">{text}</p>'
        f'{meant}<p style="margin-top:14px">{way}</p></div>'
    )
