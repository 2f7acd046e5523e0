"""`leadbook pack`: a new file, written whole, and checked by the pack's own verifier."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from gallery.command.pack import PackNotWritten, fetch_pack
from gallery.disclosure.pack import build_pack
from gallery.disclosure.verify import check
from kernel_lib.client import Client
from kernel_lib.hashing import sha256_hex
from kernel_lib.wire.disclosure import PackAsked, PackView
from tests.gallery.disclosure.conftest import RULES
from tests.gallery.disclosure.sample import KEY, contents
from tests.gallery.fakes import NOON

CASE = "2026-000123"


@dataclass
class FakeDisclosure:
    """Answers as the service does, with one content."""

    content: bytes
    sha256: str
    built: int = 0

    def build(self, case: str, asked: PackAsked) -> PackView:
        """Count, and say what was built."""
        self.built += 1
        facts: dict[str, Any] = {"bytes": 1, "files": 1, "requests": 1, "persons": 0, "masked": 0, "made_at": NOON}
        return PackView(id="id", occurrence_number=case, sha256=self.sha256, **facts)

    def download(self, pack_id: str) -> bytes:
        """Give the content."""
        return self.content


@dataclass
class FakeClient:
    """A client that knows packs alone."""

    disclosure: FakeDisclosure


def _client(content: bytes = b"not a pack", sha256: str = "") -> Any:
    return cast("Client", FakeClient(FakeDisclosure(content, sha256 or sha256_hex(content))))


def _pack(tmp_path: Path) -> bytes:
    return build_pack(contents(tmp_path / "log"), signer=KEY, rules=RULES).content


def test_a_sealed_pack_is_written_and_checked(tmp_path: Path) -> None:
    """The file holds what the service sealed, and its own verifier finds it whole."""
    content, path = _pack(tmp_path), tmp_path / "pack.zip"

    made = fetch_pack(_client(content), CASE, PackAsked(), path)

    assert path.read_bytes() == content
    assert made.sha256 == sha256_hex(content)
    assert check(path)[0] == []


def test_another_sealed_pack_than_the_one_built_is_refused(tmp_path: Path) -> None:
    """Whole is not enough: it has to be the pack of this answer."""
    with pytest.raises(PackNotWritten, match="got: another file"):
        fetch_pack(_client(_pack(tmp_path), "0" * 64), CASE, PackAsked(), tmp_path / "pack.zip")


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    """Nothing is built either: an export that nobody gets would stand in the log."""
    (tmp_path / "pack.zip").write_text("older")
    client = _client()

    with pytest.raises(PackNotWritten, match="expected a new file"):
        fetch_pack(client, CASE, PackAsked(), tmp_path / "pack.zip")

    assert client.disclosure.built == 0
    assert (tmp_path / "pack.zip").read_text() == "older"


def test_a_folder_that_is_not_there_is_said_first(tmp_path: Path) -> None:
    """Before anything is built."""
    client = _client()

    with pytest.raises(PackNotWritten, match="expected a folder"):
        fetch_pack(client, CASE, PackAsked(), tmp_path / "none" / "pack.zip")

    assert client.disclosure.built == 0


def test_what_is_not_a_sealed_pack_is_named(tmp_path: Path) -> None:
    """Damage on the way is told with its place."""
    with pytest.raises(PackNotWritten, match="byte 0"):
        fetch_pack(_client(), CASE, PackAsked(), tmp_path / "pack.zip")
