"""What the documents say is what the code does: generated pages are current, and links lead somewhere."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kernel_lib import errors

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_every_generated_page_is_current() -> None:
    """Events, states, routes, errors, questions and requirements are what `make docs` writes."""
    command = [sys.executable, str(ROOT / "scripts" / "write_docs.py"), "--check"]

    result = subprocess.run(command, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    """Links within the repository name files that are there."""
    targets = [target for target in LINK.findall(page.read_text()) if not target.startswith(("http:", "https:"))]

    missing = [target for target in targets if not (page.parent / target).exists()]

    assert missing == []


def test_every_error_stands_in_the_drawn_tree() -> None:
    """The picture at the top of errors.py shows each class and no other."""
    drawn = set(re.findall(r"[├└]── (\w+)", errors.__doc__ or "")) | {"LeadbookError"}
    defined = {name for name, each in vars(errors).items() if isinstance(each, type) and issubclass(each, Exception)}

    assert drawn == defined


def test_every_command_of_the_readme_exists() -> None:
    """Each `leadbook …` and `make …` that the README shows is real."""
    readme = (ROOT / "README.md").read_text()
    commands = set(re.findall(r"`leadbook ([a-z]+)", readme))
    targets = set(re.findall(r"(?:^|`)make ([a-z-]+)", readme, re.MULTILINE))
    shown = subprocess.run(
        [sys.executable, "-m", "gallery.command", "--help"], capture_output=True, text=True, check=True
    ).stdout
    made = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert {command for command in commands if command not in shown} == set()
    assert targets - made == set()


@pytest.mark.parametrize("path", sorted((ROOT / "gallery" / "rules").glob("*.toml")), ids=lambda path: path.name)
def test_every_rule_file_says_since_when_by_whom_and_from_where(path: Path) -> None:
    """Law and policy are dated data with their source."""
    rules = tomllib.loads(path.read_text())

    for field in ("version", "effective_from", "approved_by", "source"):
        assert str(rules[field]).strip(), f"{path.name}: {field}"


def test_every_decision_says_what_was_decided_and_what_follows() -> None:
    """Decision pages are numbered without gaps or doubles and have their four parts."""
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text()
        for part in ("Context", "Decision", "Consequences"):
            assert f"## {part}" in text, f"{page.name}: {part}"
