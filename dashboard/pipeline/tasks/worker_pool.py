"""Processes that share the tasks of a publish, started only when there is enough to compute."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from types import TracebackType
from typing import Any, Self

from dashboard.analytics.tasks import Task
from dashboard.pipeline.tasks.fingerprint import code_fingerprint
from dashboard.pipeline.tasks.serialization import serialize
from dashboard.pipeline.tasks.worker_init import init_worker

WORTH_SECONDS = 2.0
"""A worker needs about a second to start: work shorter than this is faster in one process."""

SAMPLE = 8
"""Number of tasks that show how long the others take; the first one also imports what it needs
and is not counted."""

CHUNK = 8
"""Tasks sent to a worker at a time: few enough that no process waits long for another at the
end."""

QUEUED = 3
"""Chunks queued per worker, so that none idles while the parent is busy."""

Tasks = Sequence[Task[Any]]
Serialized = list[bytes]
Advance = Callable[[int], None]
RemoteResults = Future[Serialized | None]


class WorkerPool:
    """`count` processes, the parent included, that run tasks. The results are the same bytes for any number.

    Workers start a new interpreter (`spawn`): a fork would copy locks of threads that do not run
    in the copy. They import the main module again, so only a program whose main module may be
    imported twice asks for more than one process. They start once the parent alone would need more
    than `worth_seconds` for the remaining tasks.
    """

    def __init__(self, count: int = 1, worth_seconds: float = WORTH_SECONDS) -> None:
        self._workers = max(0, count - 1)
        self._worth_seconds = worth_seconds
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None

    def run(self, tasks: Tasks, advance: Advance = lambda _: None) -> Serialized:
        """The serialized results, in the order of `tasks`; `advance` is called with the number of tasks that finished."""
        results: Serialized = []
        since = time.monotonic()
        while len(results) < len(tasks):
            seconds = time.monotonic() - since
            if self._is_worth_sharing(len(results), len(tasks) - len(results), seconds):
                return results + self._run_shared(tasks[len(results) :], advance)
            results += _run_all(tasks[len(results) : len(results) + 1])
            advance(1)
            if len(results) == 1:
                since = time.monotonic()
        return results

    def _is_worth_sharing(self, done: int, left: int, seconds: float) -> bool:
        if not self._workers or left <= CHUNK:
            return False
        if self._executor is not None:
            return True
        return done >= SAMPLE and seconds / (done - 1) * left > self._worth_seconds

    def _run_shared(self, tasks: Tasks, advance: Advance) -> Serialized:
        """The results of all processes: workers take chunks from the front, the parent takes them from the end."""
        chunks = [tasks[at : at + CHUNK] for at in range(0, len(tasks), CHUNK)]
        left, pending = deque(range(len(chunks))), dict[int, RemoteResults]()
        results: dict[int, Serialized] = {}
        while left or pending:
            while left and len(pending) < QUEUED * self._workers:
                number = left.popleft()
                pending[number] = self._submit(chunks[number])
            if left:
                number = left.pop()
                results[number] = _run_all(chunks[number])
                advance(len(chunks[number]))
            else:
                wait(pending.values(), return_when=FIRST_COMPLETED)
            for number in [number for number, future in pending.items() if future.done()]:
                results[number] = self._received(pending.pop(number), chunks[number])
                advance(len(chunks[number]))
        return [result for number in range(len(chunks)) for result in results[number]]

    def _submit(self, tasks: Tasks) -> RemoteResults:
        """The results that a worker will compute; where no worker can start, a finished future of `None`."""
        try:
            if self._executor is None:
                self._executor = ProcessPoolExecutor(
                    self._workers, mp_context=get_context("spawn"), initializer=init_worker
                )
            return self._executor.submit(_run_with_code, code_fingerprint(), tasks)
        except (BrokenProcessPool, OSError, ImportError, NotImplementedError):
            nothing: RemoteResults = Future()
            nothing.set_result(None)
            return nothing

    def _received(self, future: RemoteResults, tasks: Tasks) -> Serialized:
        """A worker's results; the parent computes them where the worker died or runs other code."""
        try:
            results = future.result()
        except BrokenProcessPool:
            results = None
        if results is None:
            self._workers = 0
        return _run_all(tasks) if results is None else results


def _run_all(tasks: Tasks) -> Serialized:
    return [serialize(task.run()) for task in tasks]


def _run_with_code(code: str, tasks: Tasks) -> Serialized | None:
    """The results by the program of that fingerprint; `None` where it was replaced before this worker started."""
    return _run_all(tasks) if code_fingerprint() == code else None
