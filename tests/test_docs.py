"""The documents say what is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from dashboard.cli import app
from dashboard.domain.okr import OkrSet
from dashboard.workspace.read import read_workspace
from kpi_connectors.connector import configs

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def verbs() -> list[str]:
    """Every command with its words, such as "sources test"."""
    found = []
    for name, command in get_command(app).commands.items():
        below = getattr(command, "commands", None)
        found += [f"{name} {word}" for word in below] if below else [name]
    return found


@pytest.mark.parametrize("verb", verbs())
def test_every_command_is_in_the_readme(verb: str):
    group, *word = verb.split()
    lines = [line for line in README.splitlines() if line.startswith(f"| `fremdrift {group}")]

    assert lines
    assert all(part in lines[0] for part in word)


def test_the_tree_in_the_readme_is_the_tree():
    tree = re.search(r"```\n(kpi_connectors/.*?)```", README, re.DOTALL)
    assert tree
    told = {
        line.split()[0].rstrip("/") for line in tree[1].splitlines() if line.startswith("  ")
    } | {"commands", "terminal.py"}
    there = {
        path.name
        for path in (ROOT / "dashboard").iterdir()
        if not path.name.startswith((".", "_"))
        and (path.suffix == ".py" or (path / "__init__.py").exists() or path.name == "views")
    }

    assert told == there


def test_the_files_in_the_readme_make_a_workspace(tmp_path: Path):
    okrs, source = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    (tmp_path / "okrs").mkdir()
    (tmp_path / "sources").mkdir()
    (tmp_path / "okrs" / "one.yaml").write_text(okrs, "utf-8")
    extra = (
        "  - {id: new-paid-subscriptions, name: New, value: n, grain: week, aggregation: sum}\n"
    )
    (tmp_path / "sources" / "one.yaml").write_text(source + extra, "utf-8")
    (tmp_path / "shop.csv").write_text("week;visitors;n\n", "utf-8")

    files = read_workspace(tmp_path, configs())

    assert isinstance(files.okrs[0], OkrSet)
    assert files.okrs[0].objectives[0].key_results[0].id == "paid-subscriptions"


def test_every_make_target_that_the_readme_names_is_there():
    makefile = (ROOT / "Makefile").read_text("utf-8")

    targets = set(re.findall(r"(?:`|^    |\$ )make ([a-z]+)", README, re.MULTILINE))
    assert {"run", "test"} <= targets
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_links_in_the_readme_lead_somewhere():
    links = re.findall(r"\]\(([^)#]+)\)", README)

    assert links
    assert not [
        link for link in links if not link.startswith("http") and not (ROOT / link).exists()
    ]
