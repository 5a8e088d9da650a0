"""What a piece of work depends on, as one short text: whoever has its answer need not find it again."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dashboard.analytics.work import Work
from dashboard.pipeline.packing import name_of, pack

_PROGRAM = Path(__file__).parents[1]
_METHODS = ("analytics", "domain", "i18n", "pipeline/packing.py")
"""The parts of the program on which an answer depends, its classes among them: reasons are messages of i18n."""

_LIBRARIES = ("numpy", "pandas", "scipy")


def fingerprint(work: Work[Any]) -> str:
    """A text that is the same for the same function of the same program given the same values, bit by bit.

    Whose work it is does not matter: two key results that promise the same share their forecast.
    """
    asked = pack((code_fingerprint(), name_of(work.function), work.given))
    return blake2b(asked, digest_size=16).hexdigest()


@cache
def code_fingerprint() -> str:
    """A text that is another one after every change of a method, of Python and of the libraries that methods are made of."""
    digest = blake2b(digest_size=16)
    for path in method_files():
        digest.update(f"{path.relative_to(_PROGRAM).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    said = [f"{name} {version(name)}" for name in (*_LIBRARIES, "fremdrift")]
    digest.update("\n".join([platform.python_version(), platform.machine(), *said]).encode())
    return digest.hexdigest()


def method_files() -> Iterator[Path]:
    """The files of the program on which an answer depends."""
    for part in _METHODS:
        place = _PROGRAM / part
        yield from sorted(place.rglob("*.py")) if place.is_dir() else [place]
