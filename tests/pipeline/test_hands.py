from __future__ import annotations

import os

import numpy as np
import pandas as pd

from dashboard.analytics.lead_lag import classify_family
from dashboard.analytics.work import Work
from dashboard.pipeline.hands import TRIED, Hands
from dashboard.pipeline.packing import pack, unpack


def families(count: int) -> list[Work]:
    index = pd.date_range("2025-01-06", periods=40, freq="W-MON")
    rng = np.random.default_rng(3)
    series = [pd.Series(rng.normal(size=40).cumsum(), index=index) for _ in range(2 * count)]
    return [
        Work(f"m{n}", classify_family, ({"kpi": series[2 * n]}, series[2 * n + 1]))
        for n in range(count)
    ]


def at_home(parent: int, value: int) -> int:
    """The value, where it is asked for in the process `parent`; any other dies of it."""
    if os.getpid() != parent:
        os._exit(1)
    return value


def elsewhere(number: int) -> tuple[int, int, str]:
    return os.getpid(), number, os.environ.get("OPENBLAS_NUM_THREADS", "")


def slowly(number: int) -> tuple[int, int]:
    total = sum(range(200_000))
    return os.getpid(), number + 0 * total


def test_two_processes_find_the_same_bytes_as_one():
    works = families(40)

    with Hands(2, worth_seconds=0) as hands:
        shared = hands.do(works)

    assert shared == [pack(work.do()) for work in works]


def test_the_work_is_shared_and_its_answers_come_in_order():
    works = [Work(str(n), slowly, (n,)) for n in range(1500)]

    with Hands(2, worth_seconds=0) as hands:
        answers = [unpack(one) for one in hands.do(works)]

    assert [number for _, number in answers] == list(range(1500))
    assert len({process for process, _ in answers}) == 2


def test_little_work_is_done_here():
    works = [Work(str(n), elsewhere, (n,)) for n in range(50)]

    with Hands(2) as hands:
        answers = [unpack(one) for one in hands.do(works)]

    assert {process for process, _, _ in answers} == {os.getpid()}


def test_what_a_dying_process_leaves_is_done_here():
    works = [Work(str(n), at_home, (os.getpid(), n)) for n in range(200)]

    with Hands(2, worth_seconds=0) as hands:
        assert [unpack(one) for one in hands.do(works)] == list(range(200))
        assert [unpack(one) for one in hands.do(works)] == list(range(200))


def test_progress_is_told_once_for_every_piece():
    told: list[int] = []

    with Hands(2, worth_seconds=0) as hands:
        hands.do(families(TRIED + 30), told.append)

    assert sum(told) == TRIED + 30
    assert min(told) > 0


def test_nothing_to_do_is_done_at_once():
    assert Hands().do([]) == []
