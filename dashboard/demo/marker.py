"""Distinguishes a demo from a person's own folder."""

from __future__ import annotations

from typing import Final

MARKER: Final = ".fremdrift-demo"
"""This file marks the folder as a demo, which may be overwritten."""
