from __future__ import annotations

import pandas as pd
import pytest

from dashboard.analytics.usual_range import UsualRange, usual_range
from dashboard.analytics.work import Work
from dashboard.pipeline.fingerprint import fingerprint
from dashboard.pipeline.hands import Hands
from dashboard.pipeline.memory import Memory
from dashboard.pipeline.packing import pack
from dashboard.pipeline.progress import Silent

HISTORY = pd.Series(
    [3.0, 5, 4, 6, 5, 4, 7, 5, 6, 4, 5, 6],
    index=pd.date_range("2026-01-05", periods=12, freq="W-MON").as_unit("s"),
)
WORK = Work("visitors", usual_range, (HISTORY,))
KEY = fingerprint(WORK)
CONTENT = pack(WORK.do())


def remembering(content: bytes) -> Memory:
    return Memory(lambda asked: {KEY: content}, Hands(), Silent())


def test_what_is_known_is_read_and_not_found_again():
    other = pack(UsualRange(**{**vars(WORK.do()), "low": -1.0}))
    memory = remembering(other)

    first, second = memory.step("ranges")([WORK, WORK])

    assert (first.low, second.low) == (-1, -1)
    assert memory.recomputed("ranges") == set()


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"\xff\xfe",
        CONTENT[:-5],
        b"[[],[]]",
        b'[[],["no such kind"]]',
        CONTENT.replace(b":UsualRange", b":NoSuchRange"),
        CONTENT.replace(b"usual_range:", b"no_such_module:"),
        CONTENT.replace(b"dashboard.", b"elsewhere."),
        b'[["dashboard.analytics.usual_range:UsualRange"],["new",0,1.0]]',
    ],
)
def test_a_remembered_piece_that_cannot_be_read_is_found_anew(damaged: bytes):
    assert damaged != CONTENT
    memory = remembering(damaged)

    answers = memory.step("ranges")([WORK])

    assert answers == [WORK.do()]
    assert memory.pieces == {KEY: CONTENT}
    assert memory.recomputed("ranges") == {"visitors"}
