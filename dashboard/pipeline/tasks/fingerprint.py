"""Hash of a task's inputs and of the program: tasks of equal fingerprint have equal results."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dashboard.analytics.tasks import Task
from dashboard.pipeline.tasks.serialization import name_of, serialize

_PROGRAM = Path(__file__).parents[2]
_METHODS = ("analytics", "domain", "i18n", "pipeline/tasks/serialization.py")
"""The parts of the program on which a result depends, its classes among them: reasons are
messages of i18n."""

_LIBRARIES = ("numpy", "pandas", "scipy")


def fingerprint(task: Task[Any]) -> str:
    """A hash that is equal for the same function of the same program and arguments that are equal bit by bit.

    The subject does not count: two key results with the same target and data share their forecast.
    """
    content = serialize((code_fingerprint(), name_of(task.function), task.arguments))
    return blake2b(content, digest_size=16).hexdigest()


@cache
def code_fingerprint() -> str:
    """A hash that changes with every method, with Python and with the libraries that methods use."""
    digest = blake2b(digest_size=16)
    for path in method_files():
        digest.update(f"{path.relative_to(_PROGRAM).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    versions = [f"{name} {version(name)}" for name in (*_LIBRARIES, "fremdrift")]
    digest.update("\n".join([platform.python_version(), platform.machine(), *versions]).encode())
    return digest.hexdigest()


def method_files() -> Iterator[Path]:
    """The files of the program on which a result depends."""
    for part in _METHODS:
        place = _PROGRAM / part
        yield from sorted(place.rglob("*.py")) if place.is_dir() else [place]
