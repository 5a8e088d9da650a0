"""The workspace, state and reader of a run: the only user of session, address and clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import streamlit as st

from dashboard.actions.record_decision import WorkspaceStage, record_decision, workspace_stage
from dashboard.actions.review_verdict import ReviewGiven, record_review
from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.charts.data import ThemeName
from dashboard.config import Paths, find_workspace
from dashboard.domain.check_in import Decision, new_id
from dashboard.domain.errors import NotFound
from dashboard.domain.periods import today_in
from dashboard.i18n import Translator, translator
from dashboard.read_model.kept_weeks import kept_weeks
from dashboard.read_model.load import current_key, load_state
from dashboard.read_model.state import State


class StateKey(NamedTuple):
    """What a state depends on; each cached report is computed once per key.

    Attributes:
        workspace: its folder.
        snapshot_id: the current snapshot; empty before the first sync.
        change: the number of the last change to the records.
        hour: the present hour in UTC; a new day starts at another hour in each time zone.
        week: the requested week; empty for the newest state.
    """

    workspace: str
    snapshot_id: str
    change: int
    hour: str
    week: str


@dataclass(frozen=True)
class Visit:
    """One run of one page: workspace, state (None before the first sync), theme and language."""

    paths: Paths
    key: StateKey
    state: State | None
    theme: ThemeName
    t: Translator
    today: dt.date
    is_meeting: bool


def visit() -> Visit:
    """The present run's visit; an unknown week falls back to the newest."""
    paths = find_workspace(None)
    snapshot_id, change = current_key(paths)
    hour = f"{now():%Y-%m-%dT%H}"
    key = StateKey(str(paths.root), snapshot_id, change, hour, address("week"))
    try:
        state = state_at(key)
    except NotFound:
        forget_address("week")
        key = key._replace(week="")
        state = state_at(key)
    locale = state.locale if state else "en"
    return Visit(
        paths=paths,
        key=key,
        state=state,
        theme=theme(),
        t=translator(locale),
        today=today_in(state.timezone if state else "UTC", now()),
        is_meeting=is_meeting(),
    )


def theme() -> ThemeName:
    """The theme of this browser."""
    return "dark" if st.context.theme.type == "dark" else "light"


def is_meeting() -> bool:
    """Whether the page is shown to a meeting: larger, and without filters."""
    return address("meeting") == "1"


@st.cache_resource(max_entries=4, show_spinner=False)
def state_at(key: StateKey) -> State | None:
    """The state of a key, loaded once."""
    return load_state(Paths(find_workspace(None).root), now(), week=key.week or None)


def stage(paths: Paths) -> WorkspaceStage:
    """How far the workspace is set up."""
    return workspace_stage(paths, now())


def weeks(paths: Paths) -> tuple[str, ...]:
    """The kept weeks, newest first."""
    return kept_weeks(paths)


def now() -> dt.datetime:
    """The present moment in UTC."""
    return dt.datetime.now(dt.UTC)


def address(name: str) -> str:
    """A part of the address, such as `kr` in ?kr=…; empty if missing."""
    return str(st.query_params.get(name, ""))


def carry_over(**parts: str) -> dict[str, str]:
    """The query parameters of a link to another page; week and meeting mode are kept."""
    kept = {name: address(name) for name in ("week", "meeting") if address(name)}
    return {**kept, **parts}


def forget_address(*names: str) -> None:
    """Removes parts of the address."""
    for name in names:
        if name in st.query_params:
            del st.query_params[name]


def settle_address() -> None:
    """Makes the browser show the page's address, which a link from a page to itself does not."""
    st.query_params.from_dict(st.query_params.to_dict())


def bind_to_address(name: str, options: Sequence[str]) -> dict[str, Any]:
    """The arguments that bind a choice widget to the address; the default is never written there."""
    asked = address(name)
    st.session_state[name] = asked if asked in options else options[0]
    return {
        "key": name,
        "options": list(options),
        "on_change": _to_address,
        "args": (name, options[0]),
    }


def bind_text_to_address(name: str) -> dict[str, Any]:
    """The arguments that bind a text field to the address."""
    st.session_state[name] = address(name)[:200]
    return {"key": name, "on_change": _to_address, "args": (name, "")}


def _to_address(name: str, default: str) -> None:
    chosen = st.session_state.get(name)
    if chosen and chosen != default:
        st.query_params[name] = chosen
    else:
        forget_address(name)


def is_hidden(name: str) -> bool:
    """Whether this person has hidden the item."""
    return bool(st.session_state.get(f"hidden-{name}"))


def hide(name: str) -> None:
    """Hides the item for this person."""
    st.session_state[f"hidden-{name}"] = True


def remembered(name: str) -> str:
    """The last text of this person in a field of that name."""
    return str(st.session_state.get(f"remembered-{name}", ""))


def keep_decision(paths: Paths, key_result_id: str, fields: dict[str, Any]) -> None:
    """Saves a decision; sending it twice saves it once.

    `fields` are those of `Decision` but for id, key result and day.
    """
    slot = f"decision-id-{key_result_id}"
    moment = now()
    decision = Decision(
        id=st.session_state.setdefault(slot, new_id()),
        key_result=key_result_id,
        on=moment.date(),
        **fields,
    )
    record_decision(paths, decision, moment)
    del st.session_state[slot]
    st.session_state["remembered-by"] = fields["by"]


def keep_review(
    paths: Paths, key_result_id: str, seen: IndicatorHealth, fields: dict[str, Any]
) -> None:
    """Saves a person's review of the displayed verdict; sending it twice saves it once.

    `fields` are those of `ReviewGiven` but for id, key result and KPI.
    """
    slot = f"review-id-{key_result_id}-{seen.kpi}"
    given = ReviewGiven(
        key_result=key_result_id,
        kpi=seen.kpi,
        id=st.session_state.setdefault(slot, new_id()),
        **fields,
    )
    record_review(paths, given, now(), seen=seen)
    del st.session_state[slot]
    st.session_state["remembered-by"] = fields["by"]
