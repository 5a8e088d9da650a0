"""Cache of earlier results, keyed by a hash of their inputs."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol, TypeVar

from dashboard.analytics.tasks import Runner, Task
from dashboard.pipeline.progress import Progress
from dashboard.pipeline.tasks.fingerprint import fingerprint
from dashboard.pipeline.tasks.serialization import deserialize
from dashboard.pipeline.tasks.worker_pool import WorkerPool

T = TypeVar("T")

_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, ImportError)
"""Errors that reading damaged or outdated bytes raises."""


class Lookup(Protocol):
    """Reads serialized results of earlier publishes."""

    def __call__(self, fingerprints: Sequence[str], /) -> Mapping[str, bytes]:
        """The serialized results that are known, by fingerprint."""


class ResultCache:
    """Runs each distinct task once: known results are read, the others are computed by `pool`.

    Every result is read from its bytes, new or old, so a cached result equals a computed one.
    Cached bytes that cannot be read count as unknown. `pieces` holds the bytes of every result
    that was asked for, by fingerprint; `seconds` is the time spent on those that were computed.
    """

    def __init__(self, lookup: Lookup, pool: WorkerPool, progress: Progress) -> None:
        self.pieces: dict[str, bytes] = {}
        self.seconds = 0.0
        self._lookup, self._pool, self._progress = lookup, pool, progress
        self._fingerprints: dict[str, dict[str, str]] = {}
        self._computed: set[str] = set()

    def step(self, text: str) -> Runner:
        """A runner of tasks whose progress has that name."""

        def run(tasks: Sequence[Task[T]], /) -> list[T]:
            return self._run(text, tasks)

        return run

    def fingerprints(self, text: str) -> Mapping[str, str]:
        """The fingerprints of a step's tasks, by subject."""
        return self._fingerprints.get(text, {})

    def recomputed(self, text: str) -> set[str]:
        """The subjects of which this step's result was not known."""
        return {
            subject for subject, key in self.fingerprints(text).items() if key in self._computed
        }

    def _run(self, text: str, tasks: Sequence[Task[T]]) -> list[T]:
        keys = [fingerprint(task) for task in tasks]
        self._fingerprints[text] = {
            task.subject: key for task, key in zip(tasks, keys, strict=True)
        }
        by_key = dict(zip(keys, tasks, strict=True))
        new = [key for key in by_key if key not in self.pieces]
        stored = self._lookup(new)
        readable = _read(stored)
        self.pieces |= {key: stored[key] for key in readable}
        missing = [key for key in new if key not in self.pieces]
        self._progress.step(text, len(missing))
        start = time.monotonic()
        results = self._pool.run([by_key[key] for key in missing], self._progress.advance)
        self.seconds += time.monotonic() - start
        self.pieces |= dict(zip(missing, results, strict=True))
        self._computed.update(missing)
        return [
            readable.pop(key) if key in readable else deserialize(self.pieces[key]) for key in keys
        ]


def _read(pieces: Mapping[str, bytes]) -> dict[str, Any]:
    """The results of the pieces that can be read."""
    readable: dict[str, Any] = {}
    for key, content in pieces.items():
        with suppress(*_UNREADABLE):
            readable[key] = deserialize(content)
    return readable
