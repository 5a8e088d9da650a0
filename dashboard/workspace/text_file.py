"""Files of the workspace as text: listed, measured and decoded."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from dashboard.domain.errors import Finding, InvalidFiles

MAX_YAML_BYTES = 256 * 1024
"""Larger YAML files are refused: they would take seconds to read and cannot be edited by hand."""


def find_files(
    root: Path, folder: str, suffixes: frozenset[str]
) -> tuple[list[Path], list[Finding]]:
    """The files below `root/folder` with one of the suffixes, sorted by path, and findings.

    Names that start with a dot are skipped. A link counts if its target is a file inside the
    workspace.
    """
    top = root / folder
    files: list[Path] = []
    findings: list[Finding] = []
    if not top.exists() and not top.is_symlink():
        return files, findings
    if top.is_symlink() and not top.resolve().is_relative_to(root.resolve()):
        return files, [
            _finding(
                top,
                root,
                "this folder is a link that leaves the workspace; put the folder itself here",
            )
        ]
    if not top.is_dir():
        return files, [_finding(top, root, "this is a file, but a folder is needed here")]
    for path in _walk(top, root, findings):
        if path.suffix.lower() in suffixes:
            problem = _not_readable(path, root)
            if problem:
                findings.append(_finding(path, root, problem))
            else:
                files.append(path)
    return sorted(files, key=lambda path: relative(path, root)), findings


def read_text(path: Path, root: Path, max_bytes: int = MAX_YAML_BYTES) -> str:
    """The text of a UTF-8 file, without a byte order mark.

    Raises:
        InvalidFiles: the file is missing, too large, or not UTF-8.
    """
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidFiles(
            [_finding(path, root, f"the file cannot be read ({reason})")]
        ) from error
    if len(data) > max_bytes:
        raise InvalidFiles(
            [_finding(path, root, f"the file is larger than {_size(max_bytes)}; split it")]
        )
    return _decode(data, path, root)


def relative(path: Path, root: Path) -> str:
    """The path as messages show it: from the root of the workspace if inside, else as given."""
    named = path.relative_to(root) if path.is_relative_to(root) else path
    text = named.as_posix().encode("utf-8", "backslashreplace").decode()
    return "".join(char if char.isprintable() else "?" for char in text)


def _finding(path: Path, root: Path, message: str, line: int = 1, column: int = 1) -> Finding:
    return Finding(relative(path, root), line, column, message)


def _walk(top: Path, root: Path, findings: list[Finding]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        findings.append(
            _finding(Path(error.filename), root, f"the folder cannot be read ({error.strerror})")
        )

    for folder, folders, names in os.walk(top, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        findings.extend(
            _finding(
                Path(folder, name),
                root,
                "a link to a folder is not followed; put the files themselves here",
            )
            for name in folders
            if Path(folder, name).is_symlink()
        )
        yield from (Path(folder, name) for name in names if not name.startswith("."))


def _not_readable(path: Path, root: Path) -> str | None:
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root.resolve()):
            return "this is a link that leaves the workspace; put the file itself here"
        # A pipe would block the reader forever.
        if not stat.S_ISREG(path.stat().st_mode):
            return "this is not an ordinary file; put the file itself here"
    except (OSError, RuntimeError):
        return "this link leads nowhere; put the file itself here"
    return None


def _decode(data: bytes, path: Path, root: Path) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:4]:
        raise InvalidFiles([_finding(path, root, "the file looks like UTF-16; save it as UTF-8")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8-sig", "replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        byte = error.object[error.start]
        letter = f" ({chr(byte)})" if chr(byte).isalpha() else ""
        message = (
            f"the byte 0x{byte:02X} is not UTF-8; the file looks like Latin-1 or Windows-1252{letter}, "
            "save it as UTF-8"
        )
        raise InvalidFiles([_finding(path, root, message, line, column)]) from error


def _size(count: int) -> str:
    return f"{count // 1024} KB" if count < 1024 * 1024 else f"{count // (1024 * 1024)} MB"
