"""OKRs as the YAML that `read_workspace` reads."""

from __future__ import annotations

import io
import re

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from dashboard.domain.okr import Attachment, Band, Cycle, KeyResult, Milestone, Objective, OkrSet
from dashboard.workspace.yaml_file import scalar_from

_WIDTH = 1_000_000
"""Lines are never folded: a folded text is hard to edit and to compare."""

_PLAIN_WORDS = re.compile(r"\w([\w .;/()+@&%?!'’–-]*[\w.)%?!])?")

_EXACT_INTEGERS = 1e15


def okr_yaml(okr_set: OkrSet) -> str:
    """The text of an OKR file; reading it gives an equal set.

    A team that all objectives share is written once, at the top. Default values are omitted.
    """
    team = _shared_team(okr_set)
    document = CommentedMap(cycle=_cycle(okr_set.cycle))
    if team is not None:
        document["team"] = _text(team)
    document["objectives"] = [_objective(objective, team) for objective in okr_set.objectives]
    yaml = YAML(typ="rt", pure=True)
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = _WIDTH
    buffer = io.StringIO()
    yaml.dump(document, buffer)
    return buffer.getvalue()


def _shared_team(okr_set: OkrSet) -> str | None:
    teams = {objective.team for objective in okr_set.objectives}
    return teams.pop() if len(teams) == 1 else None


def _cycle(cycle: Cycle) -> CommentedMap:
    return _flow(id=_text(cycle.id), starts_on=cycle.starts_on, ends_on=cycle.ends_on)


def _objective(objective: Objective, team: str | None) -> CommentedMap:
    return _block(
        id=_text(objective.id),
        title=_text(objective.title),
        why=_text(objective.why) or None,
        owner=_text(objective.owner),
        team=_text(objective.team) if objective.team != team else None,
        supports=_text(objective.supports),
        key_results=[_key_result(key_result) for key_result in objective.key_results] or None,
    )


def _key_result(key_result: KeyResult) -> CommentedMap:
    target = key_result.target
    return _block(
        id=_text(key_result.id),
        title=_text(key_result.title),
        kpi=_text(key_result.kpi),
        direction=key_result.direction.value,
        baseline=_number(key_result.baseline),
        target=_band(target) if isinstance(target, Band) else _number(target),
        unit=_text(key_result.unit) or None,
        weight=_number(key_result.weight) if key_result.weight != 1 else None,
        due_on=key_result.due_on,
        owner=_text(key_result.owner),
        kpis=[_attachment(attachment) for attachment in key_result.kpis] or None,
        milestones=[_milestone(milestone) for milestone in key_result.milestones] or None,
    )


def _band(band: Band) -> CommentedMap:
    return _flow(low=_number(band.low), high=_number(band.high))


def _attachment(attachment: Attachment) -> CommentedMap:
    declared = attachment.declared
    return _flow(
        kpi=_text(attachment.kpi),
        declared=declared.value if declared is not None else None,
        threshold=_quoted(attachment.threshold) if attachment.threshold is not None else None,
    )


def _milestone(milestone: Milestone) -> CommentedMap:
    return _flow(title=_text(milestone.title), done_on=milestone.done_on)


def _block(**given: object) -> CommentedMap:
    return CommentedMap((key, value) for key, value in given.items() if value is not None)


def _flow(**given: object) -> CommentedMap:
    mapping = _block(**given)
    mapping.fa.set_flow_style()
    return mapping


def _text(text: str | None) -> str | None:
    """The text, quoted unless it is plain words that YAML reads as text."""
    if text is None or (_PLAIN_WORDS.fullmatch(text) and isinstance(scalar_from(text), str)):
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    return str.__new__(DoubleQuotedScalarString, text)


def _number(number: float | None) -> float | int | None:
    if number is not None and number.is_integer() and abs(number) < _EXACT_INTEGERS:
        return int(number)
    return number
