"""Secrets: files refer to them by name and never contain them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dashboard.domain.errors import Finding
from dashboard.workspace.node import Node
from dashboard.workspace.schema_words import Shape

REFERENCE = r"\$\{secret:[A-Za-z_][A-Za-z0-9_]*\}"
"""How a file refers to a secret."""

_REFERENCE = re.compile(REFERENCE)
_WITH_SCHEME = re.compile(rf"([A-Za-z]+ )?{REFERENCE}")
_SECRET_KEY = re.compile(
    r"(^|[_.-])(token|password|passwd|passphrase|pwd|secret|credentials?|authorization|api[_-]?key|access[_-]?key"
    r"|private[_-]?key|secret[_-]?key|client[_-]?secret)$",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_URL_PASSWORD = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://[^/\s:@]*:(?P<password>[^/\s]+)@")


def find_literal_secrets(
    node: Node, shape: Shape, path: str, above: tuple[str, ...] = ()
) -> Iterator[Finding]:
    """The places of a source file that contain a secret; messages never repeat it.

    `above` are the keys that lead to the node.
    """
    for step, below in node.children():
        keys = (*above, str(step))
        shape_below = shape.down(step)
        if isinstance(below.value, (dict, list)):
            yield from find_literal_secrets(below, shape_below, path, keys)
        elif isinstance(step, str) and is_secret(step, shape_below):
            if below.value is not None and not _is_named(step, below.text):
                yield below.place.finding(path, _message(keys))
        elif isinstance(below.value, str) and _has_password(below.value):
            yield below.place.finding(
                path,
                f"{'.'.join(keys)}: the address holds a password; store it as a secret and write "
                "${secret:NAME} in its place",
            )


def is_secret(key: str, shape: Shape) -> bool:
    """Whether the value under this key must not be shown or written, by its form or its name."""
    return shape.is_secret or bool(_SECRET_KEY.search(_CAMEL.sub("_", key)))


def _is_named(key: str, text: str) -> bool:
    pattern = _WITH_SCHEME if "authorization" in key.lower() else _REFERENCE
    return pattern.fullmatch(text) is not None


def _has_password(text: str) -> bool:
    match = _URL_PASSWORD.match(text)
    return match is not None and not _REFERENCE.fullmatch(match["password"])


def _message(keys: tuple[str, ...]) -> str:
    name = re.sub(r"[^A-Z0-9]+", "_", _CAMEL.sub("_", "_".join(keys)).upper()).strip("_")
    return (
        f"{'.'.join(keys)}: the secret is written out (not shown here); store it as a secret and write "
        f"${{secret:{name}}}, with a name of your own"
    )
