"""Golden cases: an edit of the small workspace, and the lines that answer it.

A case starts with `### what it is [file]`. Lines with `-` are replaced by those with `+`; where there is no `-`, the
lines with `+` are the whole file. Lines with `>` are the answer; `> nothing` means that the workspace is fine.
`make golden` writes the answers anew: read the difference before you commit it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.golden_files import GOLDEN

FOLDER = GOLDEN / "workspace"
_HEAD = re.compile(r"### (?P<title>.+) \[(?P<file>[^\]]+)\]")


@dataclass(frozen=True)
class Case:
    """One edit and its answer."""

    group: str
    title: str
    file: str
    removed: tuple[str, ...]
    added: tuple[str, ...]
    answer: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the case is called in a report."""
        return f"{self.group}: {self.title}"

    def edit(self, files: dict[str, str]) -> dict[str, str]:
        """The files with this edit made."""
        new = "\n".join(self.added)
        if not self.removed:
            return files | {self.file: new + "\n" if new else ""}
        old = "\n".join(self.removed)
        text = files[self.file]
        if text.count(old) != 1:
            raise AssertionError(
                f"{self.name}: the lines to replace stand {text.count(old)} times"
            )
        return files | {self.file: text.replace(old, new)}

    def written(self, answer: tuple[str, ...]) -> str:
        """The case as it stands in its file, with this answer."""
        lines = [f"### {self.title} [{self.file}]"]
        lines += [f"- {line}".rstrip() for line in self.removed]
        lines += [f"+ {line}".rstrip() for line in self.added]
        lines += [f"> {line}" for line in answer]
        return "\n".join(lines) + "\n"


def read_cases(group: str | None = None) -> list[Case]:
    """All cases, or those of one file."""
    cases = []
    for path in sorted(FOLDER.glob(f"{group or '*'}.golden")):
        for block in re.split(r"(?m)^(?=### )", path.read_text("utf-8")):
            if head := _HEAD.match(block):
                rest = block.split("\n")[1:]
                parts = [tuple(line[2:] for line in rest if line[:1] == mark) for mark in "-+>"]
                cases.append(Case(path.stem, head["title"], head["file"], *parts))
    return cases
