"""A person's review of a verdict: accept it, override it with a reason, or withdraw that."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.domain.errors import FremdriftError
from dashboard.domain.okr import Role
from dashboard.domain.verdict_review import ReviewKind
from dashboard.i18n import Message
from dashboard.reports.evidence.pair import EvidencePair, ReviewStated
from dashboard.ui.html import Markup, plain, rich, show
from dashboard.ui.session import Visit, keep_review, remembered


def verdict_review(visit: Visit, pair: EvidencePair) -> None:
    """The present review with author and reason, and below it the possible new reviews."""
    if pair.review is not None:
        _present_review(visit, pair.review)
    if visit.key.week or pair.is_own:
        return  # an earlier week is read-only
    with st.container(key="fd-review", horizontal=True, vertical_alignment="center", gap="small"):
        if pair.can_accept:
            _accept(visit, pair)
        if pair.review is None or pair.review.kind is not ReviewKind.OVERRIDDEN:
            _override(visit, pair)
        if pair.review is not None:
            _withdraw(visit, pair)


def _present_review(visit: Visit, review: ReviewStated) -> None:
    t = visit.t
    reason = (
        Markup('<div class="fd-text">“{}”</div>').format(review.reason) if review.reason else ""
    )
    since = (
        Markup('<div class="fd-small">{}</div>').format(rich(t, review.since))
        if review.since
        else ""
    )
    show(
        Markup('<div class="fd-decided"><b>{}</b>{}{}</div>').format(
            rich(t, review.line), reason, since
        )
    )


def _accept(visit: Visit, pair: EvidencePair) -> None:
    t = visit.t
    with (
        st.popover(t("ev-accept"), type="primary", key="fd-accept"),
        st.form("accept", border=False),
    ):
        by = _by(visit, "accept")
        if st.form_submit_button(t("ev-accept-save"), type="primary"):
            _save(visit, pair, {"kind": ReviewKind.ACCEPTED, "by": by}, is_whole=bool(by))


def _override(visit: Visit, pair: EvidencePair) -> None:
    t = visit.t
    with (
        st.popover(t("ev-override"), key="fd-override"),
        st.form("override", border=False),
    ):
        role = st.radio(
            t("ev-override-role"),
            list(Role),
            index=None,
            format_func=lambda one: t(f"role-{one.value}"),
            horizontal=True,
            key="override-role",
        )
        reason = st.text_area(
            t("ev-override-reason"), key="override-reason", max_chars=500, height=100
        ).strip()
        by = _by(visit, "override")
        if st.form_submit_button(t("ev-override-save"), type="primary"):
            fields = {"kind": ReviewKind.OVERRIDDEN, "by": by, "role": role, "reason": reason}
            _save(visit, pair, fields, is_whole=bool(role and reason and by))


def _withdraw(visit: Visit, pair: EvidencePair) -> None:
    t = visit.t
    with (
        st.popover(t("ev-withdraw"), key="fd-withdraw"),
        st.form("withdraw", border=False),
    ):
        by = _by(visit, "withdraw")
        if st.form_submit_button(t("ev-withdraw"), type="primary"):
            _save(visit, pair, {"kind": ReviewKind.WITHDRAWN, "by": by}, is_whole=bool(by))


def _by(visit: Visit, form: str) -> str:
    label = visit.t("ev-by")
    return st.text_input(label, value=remembered("by"), key=f"{form}-by", max_chars=120).strip()


def _save(visit: Visit, pair: EvidencePair, fields: dict[str, Any], *, is_whole: bool) -> None:
    t, kind = visit.t, fields["kind"]
    if not is_whole:
        word = {ReviewKind.ACCEPTED: "accept", ReviewKind.OVERRIDDEN: "override"}.get(kind)
        st.warning(t(f"ev-{word or 'withdraw'}-empty"))
        return
    try:
        keep_review(visit.paths, pair.key_result_id, pair.seen, fields)
    except FremdriftError as error:
        show(Markup('<p class="fd-say">{}</p>').format(str(error)))
        return
    role = fields.get("role")
    values = {"role": t(f"ev-role-{role.value}")} if role else {}
    st.toast(plain(t, Message(f"ev-saved-{kind.value}", values)))
    st.rerun()
