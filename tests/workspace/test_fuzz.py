"""Whatever the files hold: a workspace, or findings; never another error."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from dashboard.domain.errors import InvalidFiles
from dashboard.workspace.read import read_workspace
from tests.workspace.conftest import CONFIGS, FILES, OKRS, SOURCES, write_workspace

WRONG: list[Any] = [None, True, -1, 1e300, "x", "2026-10-01", [1], {"a": 1}]
PIECES = ["- ", "? ", ": ", "{", "}", "[", "]", "|", ">", "&a ", "*a", "!t ", "<<: ", "---", "..."]
CHARS = ["%YAML 1.1", "\t", '"', "'", "#", "\\", "\x85", "\u2028", "\x1b", "\ud7ff"]
YAML_PIECES = st.sampled_from([*OKRS.splitlines(), *SOURCES.splitlines(), *PIECES, *CHARS])


def survives(root: Path) -> int:
    """How many findings there are; any other error goes through and fails the test."""
    try:
        read_workspace(root, CONFIGS)
    except InvalidFiles as error:
        for finding in error.findings:
            assert finding.line >= 1
            assert finding.column >= 1
            assert str(finding).isprintable()
        return len(error.findings)
    return 0


def spots(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value below."""
    below = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for step, child in below:
        yield (*path, step)
        yield from spots(child, (*path, step))


def load(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def dump(root: Path, name: str, value: Any) -> None:
    with (root / name).open("w", encoding="utf-8") as file:
        YAML().dump(value, file)


def parent(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path[:-1]:
        value = value[step]
    return value


def delete(owner: Any, step: Any) -> None:
    del owner[step]


def rename(owner: Any, step: Any) -> None:
    if isinstance(owner, dict):
        owner[f"{step}x"] = owner.pop(step)
    else:
        owner.append(owner[step])


def retype(wrong: Any) -> Callable[[Any, Any], None]:
    return lambda owner, step: owner.__setitem__(step, wrong)


@pytest.mark.parametrize("name", ["okrs/q4.yaml", "sources/shop.yaml", "workspace.yaml"])
@pytest.mark.parametrize(
    "change",
    [delete, rename, *map(retype, WRONG)],
    ids=["delete", "rename", *map(repr, WRONG)],
)
def test_every_key_can_go_wrong_in_every_way(
    workspace: Path, name: str, change: Callable[[Any, Any], None]
):
    found = 0
    for path in spots(load(FILES[name])):
        value = load(FILES[name])
        change(parent(value, path), path[-1])
        dump(workspace, name, value)
        found += survives(workspace)
    # Every setting may be left out.
    assert found > 0 or (name, change) == ("workspace.yaml", delete)


@given(
    st.sampled_from(["okrs/q4.yaml", "sources/shop.yaml", "workspace.yaml"]),
    st.binary(max_size=300),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes(workspace: Path, name: str, data: bytes):
    (workspace / name).write_bytes(data)
    survives(workspace)


@given(
    st.sampled_from(["okrs/q4.yaml", "sources/shop.yaml"]),
    st.lists(
        YAML_PIECES | st.text(max_size=5).filter(lambda text: text.isprintable()), max_size=30
    ),
    st.sampled_from(["", " ", "\n", "\n  "]),
)
@settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_pieces_of_yaml(workspace: Path, name: str, pieces: list[str], between: str):
    (workspace / name).write_text(between.join(pieces), encoding="utf-8")
    survives(workspace)


@pytest.mark.parametrize("name", ["okrs/q4.yaml", "sources/shop.yaml"])
def test_characters_taken_out_put_in_and_doubled(workspace: Path, name: str):
    rng = random.Random(7)  # repeatable, nothing to keep secret
    for _ in range(150):
        text = FILES[name]
        for _ in range(rng.randint(1, 3)):
            spot = rng.randrange(len(text))
            put = rng.choice(
                ["", "\n", " ", ":", "-", "{", "]", '"', "&", "*", "!", "|", "\t", text[spot] * 2]
            )
            text = text[:spot] + put + text[spot + 1 :]
        (workspace / name).write_text(text, encoding="utf-8")
        survives(workspace)


@pytest.mark.parametrize(
    "bomb",
    [
        "[" * 200_000,
        "{a: " * 50_000,
        "- " * 100_000,
        "? " * 100_000,
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n" * 1000,
        "a: " + "9" * 200_000,
        "a: 0x" + "f" * 200_000,
        "a: " + "x" * 200_000,
        "objectives: [" + "{}, " * 40_000 + "]",
        '"' + "\\u0041" * 30_000,
        "a: |\n" + " x\n" * 60_000,
    ],
    ids=lambda bomb: bomb[:12],
)
def test_bombs_are_answered(workspace: Path, bomb: str):
    write_workspace(workspace, {"okrs/bomb.yaml": bomb})

    assert survives(workspace) >= 1
