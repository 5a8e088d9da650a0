from __future__ import annotations

import os

import numpy as np
import pandas as pd

from dashboard.analytics.lead_lag.classification import classify_family
from dashboard.analytics.tasks import Task
from dashboard.pipeline.tasks.serialization import deserialize, serialize
from dashboard.pipeline.tasks.worker_pool import SAMPLE, WorkerPool


def families(count: int) -> list[Task]:
    index = pd.date_range("2025-01-06", periods=40, freq="W-MON")
    rng = np.random.default_rng(3)
    series = [pd.Series(rng.normal(size=40).cumsum(), index=index) for _ in range(2 * count)]
    return [
        Task(f"m{n}", classify_family, ({"kpi": series[2 * n]}, series[2 * n + 1]))
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
    tasks = families(40)

    with WorkerPool(2, worth_seconds=0) as pool:
        shared = pool.run(tasks)

    assert shared == [serialize(task.run()) for task in tasks]


def test_the_work_is_shared_and_its_answers_come_in_order():
    tasks = [Task(str(n), slowly, (n,)) for n in range(1500)]

    with WorkerPool(2, worth_seconds=0) as pool:
        answers = [deserialize(one) for one in pool.run(tasks)]

    assert [number for _, number in answers] == list(range(1500))
    assert len({process for process, _ in answers}) == 2


def test_little_work_is_done_here():
    tasks = [Task(str(n), elsewhere, (n,)) for n in range(50)]

    with WorkerPool(2) as pool:
        answers = [deserialize(one) for one in pool.run(tasks)]

    assert {process for process, _, _ in answers} == {os.getpid()}


def test_what_a_dying_process_leaves_is_done_here():
    tasks = [Task(str(n), at_home, (os.getpid(), n)) for n in range(200)]

    with WorkerPool(2, worth_seconds=0) as pool:
        assert [deserialize(one) for one in pool.run(tasks)] == list(range(200))
        assert [deserialize(one) for one in pool.run(tasks)] == list(range(200))


def test_progress_is_told_once_for_every_piece():
    told: list[int] = []

    with WorkerPool(2, worth_seconds=0) as pool:
        pool.run(families(SAMPLE + 30), told.append)

    assert sum(told) == SAMPLE + 30
    assert min(told) > 0


def test_nothing_to_do_is_done_at_once():
    assert WorkerPool().run([]) == []
