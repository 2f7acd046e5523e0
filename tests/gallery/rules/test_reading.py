"""Rule files: dated, approved, sourced."""

from importlib import resources

import pytest

from gallery.rules import Rules
from gallery.rules.reading import parse, read_toml
from kernel_lib.errors import SettingsError

HEADER = """
version = "1"
effective_from = 2026-01-01
approved_by = "the board"
source = "requirement A-03"
"""


def test_every_rule_file_says_since_when_by_whom_and_why() -> None:
    """No file of rules is without its header, and all of them can be loaded together."""
    names = [
        path.name.removesuffix(".toml")
        for path in resources.files("gallery.rules").iterdir()
        if path.name.endswith(".toml")
    ]

    files = [read_toml(name) for name in names]

    assert len(files) >= 12
    assert all(file.approved_by and file.source for file in files)
    assert Rules.load().who.home.demonstration


@pytest.mark.parametrize("line", ["version", "effective_from", "approved_by", "source"])
def test_a_file_without_its_header_is_refused(line: str) -> None:
    """The message names the file and the line that is missing."""
    text = "\n".join(each for each in HEADER.splitlines() if not each.startswith(line))

    with pytest.raises(SettingsError, match=rf"made_up\.toml: expected {line}"):
        parse("made_up", text.encode())


@pytest.mark.parametrize("content", [b"\xff", b"version = ", HEADER.replace("2026-01-01", '"soon"').encode()])
def test_a_file_that_cannot_be_read_is_refused(content: bytes) -> None:
    """Not text, not TOML, or a date that is none."""
    with pytest.raises(SettingsError, match=r"made_up\.toml"):
        parse("made_up", content)


def test_a_changed_file_has_another_hash() -> None:
    """Whatever a decision used can be named exactly."""
    first, second = parse("a", HEADER.encode()), parse("a", (HEADER + "limit = 1\n").encode())

    assert first.sha256 != second.sha256
    assert dict(second.data) == {"limit": 1}


def test_a_missing_file_is_refused() -> None:
    """A name that no file has is an error of the installation."""
    with pytest.raises(SettingsError, match=r"no_such_rules\.toml, got none"):
        read_toml("no_such_rules")
