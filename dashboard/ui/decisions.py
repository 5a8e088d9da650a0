"""The form that records a decision of a meeting."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.domain.errors import FremdriftError
from dashboard.i18n import Message
from dashboard.ui.html import Markup, plain, show
from dashboard.ui.session import Visit, keep_decision, remembered


def record_decision(visit: Visit, key_result_id: str, name: str) -> None:
    """A button that opens a small form: what was decided, who does it, by when."""
    t = visit.t
    with (
        st.popover(t("act-record"), icon=":material/gavel:", key=f"fd-decide-{key_result_id}"),
        st.form(f"decision-{key_result_id}", border=False, clear_on_submit=False),
    ):
        decision = st.text_area(
            t("decision-what"), key=f"decision-what-{key_result_id}", max_chars=500, height=100
        )
        owner = st.text_input(
            t("decision-owner"), key=f"decision-owner-{key_result_id}", max_chars=120
        )
        due_on = st.date_input(
            t("decision-due"), value=None, key=f"decision-due-{key_result_id}", format="YYYY-MM-DD"
        )
        by = st.text_input(
            t("decision-by"),
            value=remembered("by"),
            key=f"decision-by-{key_result_id}",
            max_chars=120,
        )
        if st.form_submit_button(t("decision-save"), type="primary"):
            fields = {
                "decision": decision.strip(),
                "owner": owner.strip(),
                "due_on": due_on,
                "by": by.strip(),
            }
            _save(visit, key_result_id, name, fields)


def _save(visit: Visit, key_result_id: str, name: str, fields: dict[str, Any]) -> None:
    if not fields["decision"] or not fields["by"]:
        st.warning(visit.t("decision-empty"))
        return
    try:
        keep_decision(visit.paths, key_result_id, fields)
    except FremdriftError as error:
        show(Markup('<p class="fd-say">{}</p>').format(str(error)))
        return
    st.toast(plain(visit.t, Message("decision-saved", {"name": name})))
    st.rerun()
