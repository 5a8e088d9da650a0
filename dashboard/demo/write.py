"""Writes the demo workspace, and protects folders that are not a demo."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template
from typing import Final

from dashboard.demo.check_ins import check_ins_csv
from dashboard.demo.data_files import write_data_files
from dashboard.demo.marker import MARKER
from dashboard.demo.quarter import Quarter, quarter_of
from dashboard.domain.errors import InvalidInput, StoreError

VERSION: Final = 1
"""Raised whenever the same day would give other files, so that old demos are recognised."""

_TEMPLATES: Final = (
    "workspace.yaml", "README.md",
    "okrs/company.yaml", "okrs/growth.yaml", "okrs/product.yaml", "okrs/support.yaml", "okrs/previous.yaml",
    "sources/product-analytics.yaml", "sources/billing.yaml", "sources/support-desk.yaml", "sources/surveys.yaml",
    "sources/app-stores.yaml", "sources/market-entry.yaml", "sources/finance-close.yaml",
)  # fmt: skip
_DATA: Final = (
    "product-analytics.parquet", "billing.csv", "support-desk.csv", "surveys.csv",
    "app-stores.csv", "market-entry.csv", "finance-close.csv",
)  # fmt: skip
_CHECK_INS: Final = ("check-ins/current.csv", "check-ins/previous.csv")
_SWEDEN_LIVE, _DENMARK_LIVE = 7, 12  # weeks of the quarter; both on a Thursday
_THURSDAY = dt.timedelta(days=3)


def write_demo(path: Path, today: dt.date) -> None:
    """Writes the demo workspace for `today` into the folder `path`; deterministic for a day.

    The quarter that contains `today` is running, after 104 weeks of history. On a later day of the
    same quarter every past value is the same, and new periods are added. A folder with a demo is
    overwritten and its `state/` cleared.

    Raises:
        InvalidInput: `path` is not a folder, or holds something that the demo did not write.
        StoreError: the files cannot be written.
    """
    try:
        _refuse_what_is_not_ours(path)
        _clear(path)
        # first, so that an interrupted write is recognised as ours, and as unfinished
        _write_marker(path, None)
        quarter = quarter_of(today)
        for name in _TEMPLATES:
            _write(path / name, Template(_text(name)).substitute(_words(quarter, today)))
        slug = f"-{quarter.previous.cycle.id.lower()}"
        current = check_ins_csv(_text("check-ins.csv"), quarter, today)
        previous = check_ins_csv(_text("check-ins-previous.csv"), quarter.previous, today, slug)
        _write(path / "check-ins/current.csv", current)
        _write(path / "check-ins/previous.csv", previous)
        write_data_files(path, quarter, today)
        _write_marker(path, today)
    except OSError as error:
        raise StoreError(
            f"The demo cannot be written to {path}: {error.strerror or error}. Choose a folder that you may write to."
        ) from error


def demo_written_for(path: Path) -> dt.date | None:
    """The day of the demo in `path`; None without a complete one of this version."""
    try:
        marker = json.loads((path / MARKER).read_text(encoding="utf-8"))
        return dt.date.fromisoformat(marker["today"]) if marker["version"] == VERSION else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _refuse_what_is_not_ours(path: Path) -> None:
    if not path.exists():
        return
    if not path.is_dir():
        raise InvalidInput(
            f"{path} is a file; the demo needs a folder. Name one that does not exist yet."
        )
    existing = {file.relative_to(path).as_posix() for file in path.rglob("*") if not file.is_dir()}
    ours = {MARKER, *_TEMPLATES, *_DATA, *_CHECK_INS}
    foreign = sorted(name for name in existing - ours if not name.startswith("state/"))
    if existing and MARKER not in existing:
        raise InvalidInput(
            f"{path} holds something other than a demo, such as {sorted(existing)[0]}; nothing was written. "
            "Name a folder that is empty or does not exist yet."
        )
    if foreign:
        raise InvalidInput(
            f"The demo in {path} also holds {foreign[0]}, which it did not write; nothing was written. "
            "Move it elsewhere, or name another folder."
        )


def _clear(path: Path) -> None:
    for name in (*_TEMPLATES, *_DATA, *_CHECK_INS):
        (path / name).unlink(missing_ok=True)
    state = path / "state"
    if state.is_symlink():
        state.unlink()
    elif state.exists():
        shutil.rmtree(state)


def _write_marker(path: Path, today: dt.date | None) -> None:
    _write(
        path / MARKER,
        json.dumps({"version": VERSION, "today": today and today.isoformat()}) + "\n",
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _text(name: str) -> str:
    template: Traversable = files("dashboard.demo").joinpath("company", *name.split("/"))
    return template.read_text(encoding="utf-8")


def _words(quarter: Quarter, today: dt.date) -> dict[str, str]:
    """The values for the placeholders of the templates."""
    cycle, before = quarter.cycle, quarter.previous.cycle
    return {
        "today": today.isoformat(),
        "cycle": cycle.id,
        "starts_on": cycle.starts_on.isoformat(),
        "ends_on": cycle.ends_on.isoformat(),
        "previous": before.id,
        "previous_slug": before.id.lower(),
        "previous_starts_on": before.starts_on.isoformat(),
        "previous_ends_on": before.ends_on.isoformat(),
        "sweden_done": _done(quarter.monday(_SWEDEN_LIVE) + _THURSDAY, today),
        "denmark_done": _done(quarter.monday(_DENMARK_LIVE) + _THURSDAY, today),
    }


def _done(on: dt.date, today: dt.date) -> str:
    return f", done_on: {on.isoformat()}" if on <= today else ""
