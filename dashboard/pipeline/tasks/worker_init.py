"""What a worker process does at its start; this module imports little, so that numpy is not loaded before it ran."""

from __future__ import annotations

import signal

from dashboard.config import limit_blas_threads


def init_worker() -> None:
    """Limit linear algebra to one thread, and ignore Ctrl-C, which the parent process handles."""
    limit_blas_threads()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
