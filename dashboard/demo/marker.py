"""What tells a demo from a folder that is somebody's own."""

from __future__ import annotations

from typing import Final

MARKER: Final = ".fremdrift-demo"
"""The file that says: this folder is a demo, and may be written anew."""
