"""Other processes that share the work of a publish, started only when there is enough to do."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from types import TracebackType
from typing import Any, Self

from dashboard.analytics.work import Work
from dashboard.pipeline.fingerprint import code_fingerprint
from dashboard.pipeline.helper import get_ready
from dashboard.pipeline.packing import pack

WORTH_SECONDS = 2.0
"""A process needs about a second to start: less than this is done sooner without."""

TRIED = 8
"""So many pieces show how long the others will take; the first of all also loads what they need, and is not counted."""

CHUNK = 8
"""So many pieces are handed over at a time: few enough that no process waits long for another at the end."""

AHEAD = 3
"""So many chunks lie ready for each process, so that it need not wait until this one has time to hand over more."""

Works = Sequence[Work[Any]]
Packed = list[bytes]
Advance = Callable[[int], None]
Elsewhere = Future[Packed | None]


class Hands:
    """`count` processes, this one among them, that do pieces of work. The answers are the same bytes for any number.

    The others start the interpreter anew (`spawn`): a fork would copy the locks of threads that do not run in the copy.
    They read the main module again, so only a program whose main module may be read twice asks for more than one. They
    start once what is left would take this process longer than `worth_seconds`.
    """

    def __init__(self, count: int = 1, worth_seconds: float = WORTH_SECONDS) -> None:
        self._others = max(0, count - 1)
        self._worth_seconds = worth_seconds
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def do(self, works: Works, advance: Advance = lambda _: None) -> Packed:
        """The packed answers, in the order of `works`; `advance` is told how many more are done."""
        answers: Packed = []
        since = time.monotonic()
        while len(answers) < len(works):
            seconds = time.monotonic() - since
            if self._is_worth_sharing(len(answers), len(works) - len(answers), seconds):
                return answers + self._shared(works[len(answers) :], advance)
            answers += _answers(works[len(answers) : len(answers) + 1])
            advance(1)
            if len(answers) == 1:
                since = time.monotonic()
        return answers

    def _is_worth_sharing(self, done: int, left: int, seconds: float) -> bool:
        if not self._others or left <= CHUNK:
            return False
        if self._pool is not None:
            return True
        return done >= TRIED and seconds / (done - 1) * left > self._worth_seconds

    def _shared(self, works: Works, advance: Advance) -> Packed:
        """The answers, found by all: the others take from the front what is handed to them, this process from the end."""
        chunks = [works[at : at + CHUNK] for at in range(0, len(works), CHUNK)]
        left, flying = deque(range(len(chunks))), dict[int, Elsewhere]()
        answers: dict[int, Packed] = {}
        while left or flying:
            while left and len(flying) < AHEAD * self._others:
                number = left.popleft()
                flying[number] = self._handed_over(chunks[number])
            if left:
                number = left.pop()
                answers[number] = _answers(chunks[number])
                advance(len(chunks[number]))
            else:
                wait(flying.values(), return_when=FIRST_COMPLETED)
            for number in [number for number, future in flying.items() if future.done()]:
                answers[number] = self._received(flying.pop(number), chunks[number])
                advance(len(chunks[number]))
        return [answer for number in range(len(chunks)) for answer in answers[number]]

    def _handed_over(self, works: Works) -> Elsewhere:
        """The answers that another process will find; where none can be started, they are there already: nothing."""
        try:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    self._others, mp_context=get_context("spawn"), initializer=get_ready
                )
            return self._pool.submit(_answers_by, code_fingerprint(), works)
        except (BrokenProcessPool, OSError, ImportError, NotImplementedError):
            nothing: Elsewhere = Future()
            nothing.set_result(None)
            return nothing

    def _received(self, future: Elsewhere, works: Works) -> Packed:
        """What another process found; what it left undone, because it died or is of another program, is done here."""
        try:
            found = future.result()
        except BrokenProcessPool:
            found = None
        if found is None:
            self._others = 0
        return _answers(works) if found is None else found


def _answers(works: Works) -> Packed:
    return [pack(work.do()) for work in works]


def _answers_by(code: str, works: Works) -> Packed | None:
    """The answers by the program of that fingerprint; `None` where it was replaced before this process started."""
    return _answers(works) if code_fingerprint() == code else None
