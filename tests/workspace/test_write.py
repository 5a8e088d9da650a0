from __future__ import annotations

import datetime as dt
import json
import string
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from dashboard.domain.domain_model import Line
from dashboard.domain.okr import (
    Attachment,
    Band,
    Cycle,
    Direction,
    KeyResult,
    Milestone,
    Objective,
    OkrSet,
    Role,
)
from dashboard.workspace.read import read_workspace
from dashboard.workspace.write import okr_yaml
from tests.workspace.conftest import CONFIGS, OKRS, SHARED, SOURCES, write_workspace

KPIS = ("visitors", "subscriptions")
CYCLE = Cycle(id="2026-Q4", starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 12, 31))

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
titles = texts.map(TypeAdapter(Line).validate_python).filter(bool)
ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,12}", fullmatch=True) | st.sampled_from(
    ["2026", "1e3", "true", "null", "0x1F", "2026-01-01", "no", "1.5"]
)
numbers = st.floats(allow_nan=False, allow_infinity=False)
days = st.dates(CYCLE.starts_on, dt.date(2027, 12, 31))
attachments = st.lists(
    st.builds(
        Attachment,
        kpi=st.sampled_from(KPIS),
        declared=st.none() | st.sampled_from(Role),
        threshold=st.none() | st.sampled_from(["> 1250", "at least 5", "< -2 pp", "> +10%"]),
    ),
    unique_by=lambda attachment: attachment.kpi,
    max_size=2,
).map(tuple)


@st.composite
def key_results(draw: st.DrawFn, key_result_id: str) -> KeyResult:
    direction = draw(st.sampled_from(Direction))
    common = {
        "id": key_result_id,
        "title": draw(titles),
        "unit": draw(texts),
        "weight": draw(st.floats(min_value=0.25, max_value=1e6)),
        "due_on": draw(st.none() | days),
        "owner": draw(st.none() | titles),
        "kpis": draw(attachments),
        "direction": direction,
    }
    if direction is Direction.MILESTONE:
        steps = draw(st.lists(titles, min_size=1, max_size=3, unique=True))
        done = [Milestone(title=step, done_on=draw(st.none() | days)) for step in steps]
        return KeyResult(**common, milestones=tuple(done))
    low, high = sorted(draw(st.lists(numbers, min_size=2, max_size=2, unique=True)))
    kpi = draw(st.none() | st.sampled_from(KPIS))
    if direction is Direction.MAINTAIN:
        return KeyResult(**common, kpi=kpi, target=Band(low=low, high=high))
    ends = (low, high) if direction is Direction.INCREASE else (high, low)
    return KeyResult(**common, kpi=kpi, baseline=ends[0], target=ends[1])


@st.composite
def okr_sets(draw: st.DrawFn) -> OkrSet:
    names = draw(st.lists(ids, min_size=1, max_size=6, unique=True))
    cut = draw(st.integers(1, len(names)))
    objectives: list[Objective] = []
    for index, name in enumerate(names[:cut]):
        own = names[cut:][index::cut]
        objectives.append(
            Objective(
                id=name,
                title=draw(titles),
                why=draw(texts),
                owner=draw(st.none() | titles),
                team=draw(st.none() | titles | st.just("growth")),
                # Only earlier ones, so that support goes in no circle.
                supports=draw(st.none() | st.sampled_from(names[:index])) if index else None,
                key_results=tuple(draw(key_results(key_result)) for key_result in own),
            )
        )
    return OkrSet(cycle=CYCLE, objectives=tuple(objectives))


def read_back(text: str) -> tuple[OkrSet, ...]:
    with tempfile.TemporaryDirectory() as folder:
        files = {"sources/shop.yaml": SOURCES, "okrs/written.yaml": text}
        return read_workspace(write_workspace(Path(folder), files), CONFIGS).okrs


@given(okr_sets())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_reads_back_equal(okr_set: OkrSet):
    assert read_back(okr_yaml(okr_set)) == (okr_set,)


def test_blanks_at_the_ends_of_a_text_are_taken_off():
    objective = Objective(
        id="o", title="  Grow\t", why=" to last\n", owner=" ana ", team="\u2003x"
    )

    assert (objective.title, objective.why, objective.owner, objective.team) == (
        "Grow", "to last", "ana", "x",
    )  # fmt: skip
    assert read_back(okr_yaml(OkrSet(cycle=CYCLE, objectives=(objective,))))[0].objectives == (
        objective,
    )


def test_a_set_without_objectives_reads_back_equal():
    assert read_back(okr_yaml(OkrSet(cycle=CYCLE))) == (OkrSet(cycle=CYCLE),)


def test_a_tidy_file_is_written_as_it_was(workspace: Path):
    (okr_set,) = read_workspace(workspace, CONFIGS).okrs

    assert okr_yaml(okr_set) == OKRS


def test_naughty_strings_read_back_as_titles():
    path = SHARED / "payloads" / "blns.json"
    if not path.is_file():
        pytest.skip(
            f"there is no {path.name}: the folder `shared` does not stand beside the project"
        )
    naughty = [
        text for text in json.loads(path.read_text("utf-8")) if text.strip() and "\0" not in text
    ]
    objectives = tuple(
        Objective(id=f"o{index}", title=text[:500]) for index, text in enumerate(naughty)
    )
    okr_set = OkrSet(cycle=CYCLE, objectives=objectives)

    assert len(objectives) > 400
    assert read_back(okr_yaml(okr_set)) == (okr_set,)


@pytest.mark.parametrize(
    "char", [*string.punctuation, "\t", "\n", "\x85", "\u2028", "\ufeff", "\x7f"]
)
def test_a_character_that_means_something_to_yaml_reads_back_wherever_it_stands(char: str):
    spots = [
        f"a{char} {char}a",
        f"{char}a",
        f"a{char}",
        f"a{char}b",
        f"a {char} b",
        f"a{char} b",
        f"a {char}b",
    ]
    objectives = tuple(Objective(id=f"o{i}", title=text) for i, text in enumerate(spots))
    okr_set = OkrSet(cycle=CYCLE, objectives=objectives)

    assert read_back(okr_yaml(okr_set)) == (okr_set,)
