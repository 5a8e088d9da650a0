from __future__ import annotations

import pandas as pd
import pytest

from dashboard.analytics.series.usual_range import UsualRange, usual_range
from dashboard.analytics.tasks import Task
from dashboard.pipeline.progress import Silent
from dashboard.pipeline.tasks.fingerprint import fingerprint
from dashboard.pipeline.tasks.result_cache import ResultCache
from dashboard.pipeline.tasks.serialization import serialize
from dashboard.pipeline.tasks.worker_pool import WorkerPool

HISTORY = pd.Series(
    [3.0, 5, 4, 6, 5, 4, 7, 5, 6, 4, 5, 6],
    index=pd.date_range("2026-01-05", periods=12, freq="W-MON").as_unit("s"),
)
TASK = Task("visitors", usual_range, (HISTORY,))
KEY = fingerprint(TASK)
CONTENT = serialize(TASK.run())


def cached(content: bytes) -> ResultCache:
    return ResultCache(lambda asked: {KEY: content}, WorkerPool(), Silent())


def test_a_known_result_is_read_and_not_computed_again():
    other = serialize(UsualRange(**{**vars(TASK.run()), "low": -1.0}))
    cache = cached(other)

    first, second = cache.step("ranges")([TASK, TASK])

    assert (first.low, second.low) == (-1, -1)
    assert cache.recomputed("ranges") == set()


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
        b'[["dashboard.analytics.series.usual_range:UsualRange"],["new",0,1.0]]',
    ],
)
def test_a_cached_result_that_cannot_be_read_is_computed_again(damaged: bytes):
    assert damaged != CONTENT
    cache = cached(damaged)

    answers = cache.step("ranges")([TASK])

    assert answers == [TASK.run()]
    assert cache.pieces == {KEY: CONTENT}
    assert cache.recomputed("ranges") == {"visitors"}
