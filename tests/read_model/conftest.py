from __future__ import annotations

from tests.pipeline.conftest import applied, world

__all__ = ["applied", "world"]
