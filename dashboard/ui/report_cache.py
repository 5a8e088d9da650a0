"""The reports, gathered once for each state and choice and then kept: a rerun draws, it does not compute."""

from __future__ import annotations

import streamlit as st

from dashboard.reports.key_result_page import KeyResultPage, UnknownKeyResult, key_result_page
from dashboard.reports.leading_lagging_page import LeadingLaggingPage, leading_lagging_page
from dashboard.reports.objectives_page import ObjectivesPage, objectives_page
from dashboard.reports.weekly_review import WeeklyReview, weekly_review
from dashboard.ui.session import StateKey, state_at


@st.cache_resource(max_entries=24, show_spinner=False)
def review(key: StateKey, cycle_id: str = "", team: str = "") -> WeeklyReview | None:
    """The weekly review; None before the first sync, and where nobody has written an objective."""
    state = state_at(key)
    return weekly_review(state, cycle_id, team) if state else None


@st.cache_resource(max_entries=48, show_spinner=False)
def objectives(key: StateKey, choice: tuple[str, str, str, str]) -> ObjectivesPage | None:
    """The objectives page of a choice of cycle, team, status and search; None as for the review."""
    state = state_at(key)
    return objectives_page(state, *choice) if state else None


@st.cache_resource(max_entries=48, show_spinner=False)
def key_result(
    key: StateKey, key_result_id: str, walk: tuple[str, ...]
) -> KeyResultPage | UnknownKeyResult | None:
    """The page of one key result; None before the first sync."""
    state = state_at(key)
    return key_result_page(state, key_result_id, walk) if state else None


@st.cache_resource(max_entries=48, show_spinner=False)
def leading_lagging(
    key: StateKey, key_result_id: str, kpi_id: str, choice: tuple[str, str]
) -> LeadingLaggingPage | UnknownKeyResult | None:
    """The evidence on one KPI of a key result, or on all of a cycle and team; None as for the review."""
    state = state_at(key)
    return leading_lagging_page(state, key_result_id, kpi_id, choice) if state else None
