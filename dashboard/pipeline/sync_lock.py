"""One sync at a time: a file lock that the kernel releases when its process dies."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from dashboard.domain.errors import Busy


@contextmanager
def sync_lock(state: Path, now: dt.datetime) -> Iterator[None]:
    """Hold the workspace's sync lock.

    Raises:
        Busy: another sync holds it; its process and its start are named.
    """
    state.mkdir(parents=True, exist_ok=True)
    lock = FileLock(state / "sync.lock")
    holder = state / "sync.holder"
    try:
        lock.acquire(timeout=0)
    except Timeout:
        who = _holder_text(holder)
        raise Busy(
            f"A sync of this workspace is running already ({who}). Wait until it is done, then try again."
        ) from None
    try:
        holder.write_text(f"process {os.getpid()}, since {now:%Y-%m-%d %H:%M:%S} UTC\n", "utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _holder_text(holder: Path) -> str:
    try:
        return holder.read_text("utf-8").strip()
    except OSError:
        return "another process"  # it has just ended, or has not written its name yet
