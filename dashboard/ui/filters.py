"""The filters of a page, kept in the address."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.i18n import Translator
from dashboard.reports.objectives.report import FILTERS
from dashboard.reports.shared.scope import Scope
from dashboard.ui.session import address, bind_text_to_address, bind_to_address

CYCLE, TEAM, STATUS, FIND, WEEK = "cycle", "team", "status", "q", "week"


def asked() -> tuple[str, str]:
    """The cycle and the team in the address; empty if missing."""
    return address(CYCLE), address(TEAM)


def asked_of_objectives() -> tuple[str, str, str, str]:
    """Cycle, team, status and search in the address; an unknown status is ignored."""
    status = address(STATUS)
    return (
        *asked(),
        status if status in {one.value for one in FILTERS} else "",
        address(FIND)[:200],
    )


def cycle(t: Translator, scope: Scope) -> None:
    """The cycles, the default one first."""
    others = [one for one in scope.cycle_ids if one != scope.present_id]
    st.selectbox(t("filter-cycle"), **bind_to_address(CYCLE, [scope.present_id, *others]))


def team(t: Translator, scope: Scope) -> None:
    """The teams of the cycle, all of them first."""
    st.selectbox(
        t("filter-team"),
        format_func=lambda one: one or t("all-teams"),
        **bind_to_address(TEAM, ["", *scope.teams]),
    )


def week(t: Translator, weeks: Sequence[str]) -> None:
    """The kept weeks; the newest state comes first."""
    st.selectbox(
        t("filter-week"),
        format_func=lambda one: one or t("filter-week-newest"),
        **bind_to_address(WEEK, ["", *weeks]),
    )


def status(t: Translator) -> None:
    """The statuses as buttons, all of them first."""
    words = {
        "": t("filter-status-all"),
        **{one.value: t(f"status-{one.value}") for one in FILTERS},
    }
    st.segmented_control(
        t("filter-status"),
        required=True,
        format_func=words.__getitem__,
        **bind_to_address(STATUS, list(words)),
    )


def find(t: Translator) -> None:
    """The search field."""
    st.text_input(
        t("filter-find"), placeholder=t("filter-find-hint"), **bind_text_to_address(FIND)
    )
