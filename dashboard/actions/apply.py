"""Applies the workspace's files to the records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard.actions.check_in import every_key_result
from dashboard.config import Paths, records_place
from dashboard.domain.errors import InvalidInput
from dashboard.domain.periods import today_in
from dashboard.records import read
from dashboard.records.check_ins import import_check_ins
from dashboard.records.database import Records, have_records, open_records, reading
from dashboard.records.plan import Plan, apply_files, plan_changes
from dashboard.workspace.read import Settings, WorkspaceFiles, read_workspace
from kpi_connectors.connector import configs


@dataclass(frozen=True)
class Applied:
    """The plan of `apply`, and what was done."""

    plan: Plan
    check_ins_new: int
    is_dry_run: bool


def read_files(paths: Paths, now: dt.datetime) -> WorkspaceFiles:
    """The workspace's files, checked in full before anything is stored."""
    where = records_place(paths)
    archived = every_key_result(open_records(where), now) if have_records(where) else {}
    return read_workspace(
        paths.root, configs(), archived=archived, today=now.date() + dt.timedelta(days=1)
    )


def apply_workspace(
    paths: Paths,
    *,
    by: str,
    now: dt.datetime,
    is_dry_run: bool = False,
    may_remove_all: bool = False,
    announce: Callable[[Plan], None] = lambda _: None,
) -> Applied:
    """The changes from records to files, announced and then applied in one transaction.

    A dry run only announces them.

    Raises:
        InvalidFiles: the files hold mistakes; nothing was stored.
        InvalidInput: there is not one objective in the files where the records hold some, and
            `may_remove_all` is not given.
        StoreError: the records cannot be opened.
    """
    files = read_files(paths, now)
    _refuse_emptiness(paths, files, now, may_remove_all=may_remove_all)
    if is_dry_run and not have_records(records_place(paths)):
        return _first_plan(files, announce)
    engine = open_records(records_place(paths))
    settings = _settings(files.settings)
    with reading(engine) as connection:
        plan = plan_changes(connection, files.okrs, files.sources, settings)
    announce(plan)
    if is_dry_run:
        return Applied(plan, 0, is_dry_run=True)
    today = today_in(files.settings.timezone, now)
    plan = apply_files(engine, files.okrs, files.sources, settings, by=by, on=today, now=now)
    return Applied(plan, _import_check_ins(engine, files, by, now), is_dry_run=False)


def _refuse_emptiness(
    paths: Paths, files: WorkspaceFiles, now: dt.datetime, *, may_remove_all: bool
) -> None:
    """Refuse an empty workspace: a folder that was not mounted must not archive everything."""
    where = records_place(paths)
    if (
        may_remove_all
        or any(okr_set.objectives for okr_set in files.okrs)
        or not have_records(where)
    ):
        return
    stored = read.okrs(open_records(where), today_in(files.settings.timezone, now), now)
    count = sum(len(okr_set.objectives) for okr_set in stored)
    if count:
        raise InvalidInput(
            f"{paths.okrs} holds not one objective, and the records hold {count}. If all of them are to be archived, say so "
            "with `fremdrift apply --remove-all`; else put the files back."
        )


def _first_plan(files: WorkspaceFiles, announce: Callable[[Plan], None]) -> Applied:
    """The plan of a first dry run, against empty temporary records."""
    with TemporaryDirectory(prefix="fremdrift-") as folder:
        engine = open_records(Path(folder) / "records.sqlite")
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
