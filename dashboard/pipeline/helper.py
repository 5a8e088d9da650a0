"""What a process that helps with a publish does first; it stands alone, so that reading it loads nothing else."""

from __future__ import annotations

import signal

from dashboard.config import calm_linear_algebra


def get_ready() -> None:
    """Set this process up: one thread of linear algebra, and Ctrl-C is the affair of the process that it helps."""
    calm_linear_algebra()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
