"""The files that people keep, taken into the records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from dashboard.config import Paths, records_url
from dashboard.records.database import Records, open_records, reading
from dashboard.records.plan import Plan, apply_files, plan_changes
from dashboard.records.write import import_check_ins
from dashboard.workspace.read import Settings, WorkspaceFiles, read_workspace
from kpi_connectors.connector import configs


@dataclass(frozen=True)
class Applied:
    """What `apply` found and did."""

    plan: Plan
    check_ins_new: int
    is_dry_run: bool


def read_files(paths: Paths) -> WorkspaceFiles:
    """The workspace's files, checked in full before anything is opened."""
    return read_workspace(paths.root, configs())


def apply_workspace(
    paths: Paths,
    *,
    by: str,
    now: dt.datetime,
    is_dry_run: bool = False,
    announce: Callable[[Plan], None] = lambda _: None,
) -> Applied:
    """The plan from the records to the files, announced first, then carried out in one transaction unless it is a dry run.

    Raises:
        InvalidFiles: the files hold mistakes; nothing was opened or stored.
        StoreError: the records cannot be opened.
    """
    files = read_files(paths)
    if is_dry_run and not _has_records(paths):
        return _first_plan(files, announce)
    engine = open_records(records_url(paths))
    settings = _settings(files.settings)
    with reading(engine) as connection:
        plan = plan_changes(connection, files.okrs, files.sources, settings)
    announce(plan)
    if is_dry_run:
        return Applied(plan, 0, is_dry_run=True)
    today = now.astimezone(ZoneInfo(files.settings.timezone)).date()
    plan = apply_files(engine, files.okrs, files.sources, settings, by=by, on=today, now=now)
    return Applied(plan, _import_check_ins(engine, files, by, now), is_dry_run=False)


def _has_records(paths: Paths) -> bool:
    return not records_url(paths).startswith("sqlite:///") or paths.records.exists()


def _first_plan(files: WorkspaceFiles, announce: Callable[[Plan], None]) -> Applied:
    """A dry run of the first apply: the plan against empty records, which are gone afterwards."""
    with TemporaryDirectory(prefix="fremdrift-") as folder:
        engine = open_records(f"sqlite:///{folder}/records.sqlite")
        with reading(engine) as connection:
            plan = plan_changes(connection, files.okrs, files.sources, _settings(files.settings))
    announce(plan)
    return Applied(plan, 0, is_dry_run=True)


def _settings(settings: Settings) -> dict[str, str]:
    return {"name": settings.name, "timezone": settings.timezone, "locale": settings.locale}


def _import_check_ins(engine: Records, files: WorkspaceFiles, by: str, now: dt.datetime) -> int:
    if not files.check_ins:
        return 0
    return import_check_ins(engine, files.check_ins, by=by, now=now)[0]
