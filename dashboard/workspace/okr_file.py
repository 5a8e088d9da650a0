"""One OKR file: its form, and the rules within it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

from pydantic import ValidationError

from dashboard.domain.errors import Finding
from dashboard.domain.okr import Objective, OkrSet
from dashboard.workspace.checked_mapping import CheckedMapping
from dashboard.workspace.file_models import OkrFile
from dashboard.workspace.key_result_rules import check_key_result
from dashboard.workspace.node import Node, Place
from dashboard.workspace.schema_words import Shape
from dashboard.workspace.validation_messages import explain


def check_okr_file(
    root: Node, path: str, before: list[Finding]
) -> tuple[OkrSet | None, CheckedMapping, list[Finding]]:
    """The objectives of the file (None if its form is wrong), its draft and the findings.

    `before` are the findings from reading the YAML.
    """
    okr_set, findings = _check_form(root, path)
    wrong = frozenset(_places(findings + before))
    draft = CheckedMapping(path, root, wrong, root)
    return okr_set, draft, [*findings, *_check_rules(draft)]


def _check_form(root: Node, path: str) -> tuple[OkrSet | None, list[Finding]]:
    try:
        form = OkrFile.model_validate_json(json.dumps(root.plain()), strict=True)
    except ValidationError as error:
        return None, explain(error.errors(include_url=False), root, _shape(), path)
    return OkrSet(
        cycle=form.cycle, objectives=tuple(_teamed(form, o) for o in form.objectives)
    ), []


def _teamed(form: OkrFile, objective: Objective) -> Objective:
    if objective.team is not None or form.team is None:
        return objective
    return objective.model_copy(update={"team": form.team})


@cache
def _shape() -> Shape:
    return Shape.of(OkrFile.model_json_schema())


def _places(findings: list[Finding]) -> Iterator[Place]:
    return (Place(finding.line, finding.column) for finding in findings)


def _check_rules(draft: CheckedMapping) -> Iterator[Finding]:
    cycle = draft.inner("cycle")
    if cycle is not None:
        yield from _check_cycle(cycle)
    for objective in draft.each("objectives"):
        yield from filter(None, [objective.blank("why")])
        yield from _check_weights(objective)
        for key_result in objective.each("key_results"):
            yield from check_key_result(key_result, cycle)


def _check_cycle(cycle: CheckedMapping) -> Iterator[Finding]:
    yield from filter(None, [cycle.misdated("starts_on"), cycle.misdated("ends_on")])
    starts_on, ends_on = cycle.day("starts_on"), cycle.day("ends_on")
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        yield cycle.finding(
            "ends_on",
            f"the cycle ends on {ends_on}, before it starts on {starts_on}; change one of the dates",
        )


def _check_weights(objective: CheckedMapping) -> Iterator[Finding]:
    key_results = list(objective.each("key_results"))
    weights = [key_result.number("weight") for key_result in key_results]
    if key_results and all(weight == 0 for weight in weights):
        yield key_results[0].finding(
            "weight",
            "all key results of this objective weigh 0; give at least one of them a weight above 0",
        )
