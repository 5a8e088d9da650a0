"""Opens the records once per process and file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from dashboard.config import Paths, records_place
from dashboard.records.database import Records, have_records, open_records, records_file


def has_records(paths: Paths) -> bool:
    """Whether anything was ever written in the workspace."""
    return have_records(records_place(paths))


def shared_records(paths: Paths) -> Records:
    """The process's engine of the workspace's records; a replaced file is opened again."""
    where = records_place(paths)
    file = records_file(where)
    return _opened(where, file.stat().st_ino if file is not None and file.exists() else 0)


@lru_cache(maxsize=4)
def _opened(where: str | Path, identity: int) -> Records:  # noqa: ARG001  # part of the key
    return open_records(where)
