"""What earlier publishes found out, so that a publish does only what nobody has done on the same inputs."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol, TypeVar

from dashboard.analytics.work import Do, Work
from dashboard.pipeline.fingerprint import fingerprint
from dashboard.pipeline.hands import Hands
from dashboard.pipeline.packing import unpack
from dashboard.pipeline.progress import Progress

T = TypeVar("T")

_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, ImportError)
"""What reading damaged bytes raises."""


class Recall(Protocol):
    """Answers with the packed pieces that are known, by fingerprint."""

    def __call__(self, fingerprints: Sequence[str], /) -> Mapping[str, bytes]:
        """Those of the pieces that are known."""


class Memory:
    """Does pieces of work, each once: what is known is read back, what is not is shared among `hands`.

    An answer is read from its bytes, whether they were found now or earlier: so what is remembered equals what would be
    computed. Remembered bytes that cannot be read count as unknown. `pieces` holds the bytes of every answer that was asked for, by fingerprint; `seconds` is what was spent on
    those that had to be found.
    """

    def __init__(self, recall: Recall, hands: Hands, progress: Progress) -> None:
        self.pieces: dict[str, bytes] = {}
        self.seconds = 0.0
        self._recall, self._hands, self._progress = recall, hands, progress
        self._fingerprints: dict[str, dict[str, str]] = {}
        self._found: set[str] = set()

    def step(self, text: str) -> Do:
        """Does works as the step of that name."""

        def do(works: Sequence[Work[T]], /) -> list[T]:
            return self._do(text, works)

        return do

    def fingerprints(self, text: str) -> Mapping[str, str]:
        """What the works of a step depended on, by whose they were."""
        return self._fingerprints.get(text, {})

    def recomputed(self, text: str) -> set[str]:
        """Those whose work in this step was not known."""
        return {of for of, key in self.fingerprints(text).items() if key in self._found}

    def _do(self, text: str, works: Sequence[Work[T]]) -> list[T]:
        keys = [fingerprint(work) for work in works]
        self._fingerprints[text] = {work.of: key for work, key in zip(works, keys, strict=True)}
        by_key = dict(zip(keys, works, strict=True))
        asked = [key for key in by_key if key not in self.pieces]
        recalled = self._recall(asked)
        remembered = _read(recalled)
        self.pieces |= {key: recalled[key] for key in remembered}
        missing = [key for key in asked if key not in self.pieces]
        self._progress.step(text, len(missing))
        start = time.monotonic()
        answers = self._hands.do([by_key[key] for key in missing], self._progress.advance)
        self.seconds += time.monotonic() - start
        self.pieces |= dict(zip(missing, answers, strict=True))
        self._found.update(missing)
        return [
            remembered.pop(key) if key in remembered else unpack(self.pieces[key]) for key in keys
        ]


def _read(pieces: Mapping[str, bytes]) -> dict[str, Any]:
    """The answers in those of the pieces that can be read."""
    found: dict[str, Any] = {}
    for key, content in pieces.items():
        with suppress(*_UNREADABLE):
            found[key] = unpack(content)
    return found
