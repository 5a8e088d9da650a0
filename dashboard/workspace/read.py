"""A whole workspace, read and checked before anything is stored."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ValidationError

from dashboard.domain.check_in import CheckIn
from dashboard.domain.errors import Finding, InvalidFiles
from dashboard.domain.kpi import Source
from dashboard.domain.okr import Cycle, KeyResult, Objective, OkrSet
from dashboard.workspace.check_in_rows import Known
from dashboard.workspace.check_ins import read_known_check_ins
from dashboard.workspace.checked_mapping import CheckedMapping
from dashboard.workspace.cross_file_rules import (
    check_known_kpis,
    check_supports,
    check_unique,
    key_result_ids,
)
from dashboard.workspace.file_models import Settings
from dashboard.workspace.node import Node, Place
from dashboard.workspace.okr_file import check_okr_file
from dashboard.workspace.schema_words import Shape
from dashboard.workspace.source_file import check_source_file
from dashboard.workspace.text_file import find_files, read_text, relative
from dashboard.workspace.validation_messages import explain
from dashboard.workspace.yaml_file import parse_yaml

__all__ = ["Settings", "WorkspaceFiles", "read_workspace"]

YAML = frozenset({".yaml", ".yml"})
MAX_FINDINGS = 200
"""Mistakes reported for one file; the rest is counted."""

_NONE: Mapping[str, KeyResult] = MappingProxyType({})

_NEEDED = {
    "okrs": "the file is empty; write a cycle (id, starts_on, ends_on) and objectives, or take the file away",
    "sources": "the file is empty; write source, type and kpis, or take the file away",
}


@dataclass(frozen=True)
class WorkspaceFiles:
    """The content of the workspace: one OKR set per cycle by start; sources and check-ins by file."""

    settings: Settings
    okrs: tuple[OkrSet, ...]
    sources: tuple[Source, ...]
    check_ins: tuple[CheckIn, ...]


def read_workspace(
    root: Path,
    configs: Mapping[str, type[BaseModel]],
    archived: Mapping[str, KeyResult] = _NONE,
    *,
    today: dt.date | None = None,
) -> WorkspaceFiles:
    """The content of all files below `root`; `configs` describes the options of each source kind.

    Check-ins may also be on key results in `archived` (by id), which have been removed from the
    files, and may not be dated after `today` (None: no check).

    Raises:
        InvalidFiles: every mistake of every file, with its place.
    """
    reading = _Reading(root)
    settings = reading.settings()
    okr_sets = reading.okrs()
    sources = reading.sources(configs)
    reading.check_references()
    check_ins = reading.check_ins(okr_sets, archived, today)
    if reading.findings:
        raise InvalidFiles(_reported(reading.findings))
    return WorkspaceFiles(settings, _by_cycle(okr_sets), tuple(sources), tuple(check_ins))


@dataclass
class _Reading:
    """One pass over the files, which continues after a mistake and collects all of them."""

    root: Path
    findings: list[Finding] = field(default_factory=list)
    okr_drafts: list[CheckedMapping] = field(default_factory=list)
    source_drafts: list[CheckedMapping] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    def settings(self) -> Settings:
        """The settings in `workspace.yaml`, by default with the folder's name."""
        path = self.root / "workspace.yaml"
        folder = self.root.resolve().name.encode(errors="replace").decode()
        named = Settings(name=folder.strip()[:200].strip() or "Workspace")
        if not self.root.is_dir():
            self.findings.append(
                Finding(".", 1, 1, "there is no such folder; give the folder of a workspace")
            )
            return named
        parsed = self._parse(path, "settings") if path.exists() or path.is_symlink() else None
        if parsed is None:
            return named
        try:
            given = Settings.model_validate_json(json.dumps(parsed[0].plain()), strict=True)
        except ValidationError as error:
            shape = Shape.of(Settings.model_json_schema())
            errors = error.errors(include_url=False)
            self.findings += explain(errors, parsed[0], shape, relative(path, self.root))
            return named
        return given if given.name else given.model_copy(update={"name": named.name})

    def okrs(self) -> list[OkrSet]:
        """The OKRs of each file with a valid form."""
        sets = []
        for path in self._files("okrs", YAML):
            parsed = self._parse(path, "okrs")
            if parsed is not None:
                okr_set, draft, findings = check_okr_file(
                    parsed[0], relative(path, self.root), parsed[1]
                )
                self.okr_drafts.append(draft)
                if not draft.is_list("objectives"):
                    self.unread.add("okrs")
                self.findings += findings
                sets += [okr_set] if okr_set is not None else []
        return sets

    def sources(self, configs: Mapping[str, type[BaseModel]]) -> list[Source]:
        """The source of each file with a valid form."""
        sources = []
        for path in self._files("sources", YAML):
            parsed = self._parse(path, "sources")
            if parsed is not None:
                name = relative(path, self.root)
                source, draft, findings = check_source_file(
                    parsed[0], name, self.root, configs, parsed[1]
                )
                self.source_drafts.append(draft)
                self.findings += findings
                sources += [source] if source is not None else []
        return sources

    def check_references(self) -> None:
        """Checks rules across files; references into unreadable files are not reported."""
        self.findings += check_unique(self.okr_drafts, self.source_drafts)
        self.findings += check_supports(self.okr_drafts, is_complete="okrs" not in self.unread)
        if "sources" not in self.unread:
            self.findings += check_known_kpis(self.okr_drafts, self.source_drafts)

    def check_ins(
        self,
        okr_sets: Iterable[OkrSet],
        archived: Mapping[str, KeyResult],
        today: dt.date | None,
    ) -> list[CheckIn]:
        """The check-ins of all files, each once."""
        known: dict[str, KeyResult | None] = {
            **archived,
            **dict.fromkeys(key_result_ids(self.okr_drafts)),
        }
        if not self.findings:
            known |= {
                key_result.id: key_result
                for okr_set in okr_sets
                for _, key_result in okr_set.key_results()
            }
        given = Known(known, is_complete="okrs" not in self.unread, today=today)
        check_ins: dict[str, CheckIn] = {}
        for path in self._files("check-ins", frozenset({".csv"})):
            try:
                read = read_known_check_ins(path, self.root, given)
            except InvalidFiles as error:
                self.findings += error.findings
            else:
                check_ins |= {check_in.id: check_in for check_in in read}
        return list(check_ins.values())

    def _files(self, folder: str, suffixes: frozenset[str]) -> list[Path]:
        files, findings = find_files(self.root, folder, suffixes)
        if findings:
            self.unread.add(folder)
        self.findings += findings
        return files

    def _parse(self, path: Path, kind: str) -> tuple[Node, list[Finding]] | None:
        """The mapping in the file and the findings of reading it; None if it is not a mapping."""
        name = relative(path, self.root)
        try:
            node, findings = parse_yaml(read_text(path, self.root), name)
        except InvalidFiles as error:
            self.unread.add(kind)
            self.findings += error.findings
            return None
        self.findings += findings
        if node is None or node.value is None:
            if not findings and kind in _NEEDED:
                self.findings.append(Place(1, 1).finding(name, _NEEDED[kind]))
        elif isinstance(node.value, dict):
            return node, findings
        elif not findings:
            self.findings.append(
                node.place.finding(
                    name, f"{node.shown()} is here; the file must be a mapping, key: value"
                )
            )
        self.unread.add(kind)
        return None


def _by_cycle(okr_sets: Iterable[OkrSet]) -> tuple[OkrSet, ...]:
    cycles: dict[str, Cycle] = {}
    objectives: dict[str, list[Objective]] = {}
    for okr_set in okr_sets:
        cycles.setdefault(okr_set.cycle.id, okr_set.cycle)
        objectives.setdefault(okr_set.cycle.id, []).extend(okr_set.objectives)
    ordered = sorted(cycles.values(), key=lambda cycle: (cycle.starts_on, cycle.id))
    return tuple(OkrSet(cycle=cycle, objectives=tuple(objectives[cycle.id])) for cycle in ordered)


def _reported(findings: Iterable[Finding]) -> list[Finding]:
    """The findings to report: without duplicates, at most `MAX_FINDINGS` per file."""
    by_file: dict[str, list[Finding]] = {}
    for finding in dict.fromkeys(findings):
        by_file.setdefault(finding.path, []).append(finding)
    reported = []
    for path, of_file in by_file.items():
        of_file.sort(key=lambda finding: (finding.line, finding.column))
        reported += of_file[:MAX_FINDINGS]
        rest = of_file[MAX_FINDINGS:]
        if rest:
            message = "and more mistakes in this file from here on; fix those above first"
            reported.append(Finding(path, rest[0].line, rest[0].column, message))
    return reported
