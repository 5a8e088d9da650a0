"""Costly intermediate results, cached in a snapshot by the fingerprint of their inputs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pandas as pd

from dashboard.domain.errors import StoreError
from dashboard.snapshots.read import Snapshot

_WANTED = "SELECT fingerprint, content FROM pieces WHERE fingerprint IN (SELECT unnest($wanted))"


def pieces_table(pieces: Mapping[str, bytes]) -> pd.DataFrame:
    """The pieces as a table of the snapshot, in the order of their fingerprints."""
    keys = sorted(pieces)
    return pd.DataFrame({"fingerprint": keys, "content": [pieces[key] for key in keys]})


def known_pieces(paths: Sequence[Path], wanted: Collection[str]) -> dict[str, bytes]:
    """The wanted pieces in these snapshots, by fingerprint; the first snapshot with one counts.

    A snapshot that cannot be read, or is of another version, is skipped.
    """
    pieces: dict[str, bytes] = {}
    for path in paths:
        missing = [key for key in wanted if key not in pieces]
        if not missing:
            break
        pieces |= _read(path, missing)
    return pieces


def _read(path: Path, wanted: list[str]) -> dict[str, bytes]:
    try:
        snapshot = Snapshot(path)
        snapshot.header()
        frame = snapshot.select(_WANTED, {"wanted": wanted})
    except StoreError:
        return {}
    return dict(zip(frame["fingerprint"], frame["content"], strict=True))
