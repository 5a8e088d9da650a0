"""The scope of a page: one cycle, and one team or all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.domain.okr import Cycle, KeyResult, Objective, OkrSet, key_results_of
from dashboard.read_model.state import State


@dataclass(frozen=True)
class Scope:
    """The objectives of one cycle, of one team or of all, with the other choices.

    `team` is empty for all teams. `cycle_ids` are newest first; `present_id` is the default cycle.
    """

    cycle: Cycle
    team: str
    objectives: tuple[Objective, ...]
    cycle_ids: tuple[str, ...]
    present_id: str
    teams: tuple[str, ...]

    def key_results(self) -> Iterator[tuple[Objective, KeyResult]]:
        """Every key result with its objective, in the order of the files."""
        return key_results_of(self.objectives)


def choose(state: State, cycle_id: str = "", team: str = "") -> Scope | None:
    """The requested scope; None if no objective exists yet.

    An unknown cycle falls back to the present one, an unknown team to all.
    """
    sets = [one for one in state.okrs if one.objectives]
    if not sets:
        return None
    by_id = {one.cycle.id: one for one in sets}
    now = present(sets, state.as_of)
    chosen = by_id.get(cycle_id, now)
    teams = tuple(sorted({o.team for o in chosen.objectives if o.team}))
    team = team if team in teams else ""
    objectives = tuple(o for o in chosen.objectives if not team or o.team == team)
    newest_first = sorted(sets, key=lambda one: one.cycle.starts_on, reverse=True)
    return Scope(
        cycle=chosen.cycle,
        team=team,
        objectives=objectives,
        cycle_ids=tuple(one.cycle.id for one in newest_first),
        present_id=now.cycle.id,
        teams=teams,
    )


def present(sets: Sequence[OkrSet], as_of: dt.date) -> OkrSet:
    """The latest cycle that contains the day; else the last one that ended; else the next one."""
    running = [one for one in sets if one.cycle.contains(as_of)]
    if running:
        return max(running, key=lambda one: one.cycle.starts_on)
    over = [one for one in sets if one.cycle.ends_on < as_of]
    if over:
        return max(over, key=lambda one: one.cycle.ends_on)
    return min(sets, key=lambda one: one.cycle.starts_on)
