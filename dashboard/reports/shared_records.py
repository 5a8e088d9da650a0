"""The records, opened once per process and file."""

from __future__ import annotations

from functools import lru_cache

from dashboard.config import Paths, records_url
from dashboard.records.database import Records, open_records


def has_records(paths: Paths) -> bool:
    """Whether anything was ever written: looking must not make a database."""
    return not records_url(paths).startswith("sqlite:///") or paths.records.exists()


def shared_records(paths: Paths) -> Records:
    """The process's one engine of the workspace's records; another file under the same name is opened anew."""
    url = records_url(paths)
    identity = (
        paths.records.stat().st_ino
        if url.startswith("sqlite:///") and paths.records.exists()
        else 0
    )
    return _opened(url, identity)


@lru_cache(maxsize=4)
def _opened(url: str, identity: int) -> Records:  # noqa: ARG001  # part of the key
    return open_records(url)
