"""Golden files: what the program answered when somebody last read it, kept under tests/golden.

`make golden` (`pytest --golden`) runs the tests that compare with golden files, and has them write the files anew. Read the
difference before you commit it.
"""

from __future__ import annotations

from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"


class GoldenFiles:
    """Compares texts with the golden files, or writes these anew."""

    def __init__(self, is_rewriting: bool, folder: Path = GOLDEN) -> None:
        self.is_rewriting, self.folder = is_rewriting, folder

    def check(self, name: str, text: str) -> None:
        """Fails where the text is not that of the file, such as `charts/strip-light.json`."""
        path = self.folder / name
        if self.is_rewriting:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        assert path.exists(), f"{name} does not exist; write it with: make golden"
        assert text == path.read_text("utf-8"), (
            f"{name} differs; read the difference, then: make golden"
        )

    def check_part(self, name: str, kept: str, text: str) -> None:
        """Fails where a part of the file, as it was read from there, is not the text."""
        path = self.folder / name
        if self.is_rewriting:
            path.write_text(path.read_text("utf-8").replace(kept, text, 1), "utf-8")
        else:
            assert text == kept, f"{name} differs; read the difference, then: make golden"
