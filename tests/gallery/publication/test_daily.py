"""The state of the log goes out once a day, as a note, a page in each language, and a paragraph for minutes."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from audits.note import read_note
from audits.verify import verify
from audits.witness import Witness
from audits.witnesses import take_cosigned, take_witness
from gallery.publication.daily import publish_checkpoint
from tests.gallery.house import House


@pytest.fixture
def outside(house: House, tmp_path: Path) -> Path:
    """The folder to which the service publishes from now on."""
    house.close()
    house.settings = replace(house.settings, publish_dir=tmp_path / "outside")
    house.open()
    return tmp_path / "outside" / "public"


@pytest.mark.proves("I-01")
def test_a_day_is_put_out_and_binds_the_log(house: House, outside: Path) -> None:
    """The note of the day holds for this log for good, and is recorded; pages and paragraphs name its root."""
    made = publish_checkpoint(house.parts.publishing)

    assert made is not None
    audit, note = house.settings.audit_dir, outside / "checkpoint.txt"
    signed = read_note(note.read_bytes(), house.parts.publishing.log.public_key, "checkpoint.txt")
    entry = house.entries()[-1]
    day = str(entry.event.details["day"])
    assert (entry.sequence, entry.event.act) == (made.sequence, "checkpoint_published")
    assert (entry.event.details["root"], entry.event.details["events"]) == (signed.root.hex(), signed.size)
    assert (outside / "days" / f"{day}.txt").read_bytes() == note.read_bytes()
    for name in ("log.html", "log.fr.html", "minutes.txt", "minutes.fr.txt"):
        assert signed.root.hex() in (outside / name).read_text()
    assert verify(audit, against=note).whole
    program = Path(__file__).parents[3] / "docs" / "verify_log.py"
    command = [sys.executable, "-I", str(program), str(note), "--key", str(audit / "log.pub")]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_pages_are_in_their_language_and_load_nothing(house: House, outside: Path) -> None:
    """One links to the other; neither has a script or an address elsewhere."""
    publish_checkpoint(house.parts.publishing)

    english, french = ((outside / name).read_text() for name in ("log.html", "log.fr.html"))
    assert '<html lang="en-CA">' in english
    assert '<html lang="fr-CA">' in french
    assert 'href="log.fr.html"' in english
    assert "No witness has signed" in english
    assert "Aucun témoin" in french
    assert "<script" not in english + french
    assert "http" not in english + french
    assert "entrées" in (outside / "minutes.fr.txt").read_text()


def test_the_last_witness_is_named(house: House, outside: Path, tmp_path: Path) -> None:
    """Who signed, and for how many entries."""
    audit = house.settings.audit_dir
    witness = Witness.begin(tmp_path / "witness", "north", (audit / "log.pub").read_text())
    take_witness(audit, (tmp_path / "witness" / "witness.pub").read_text())
    taken = take_cosigned(audit, witness.cosign((audit / "latest").read_bytes(), None, 1_764_547_200))

    publish_checkpoint(house.parts.publishing)

    assert f"Witness north signed for {taken.checkpoint.size} entries" in (outside / "log.html").read_text()


def test_without_a_folder_nothing_is_put_out(house: House) -> None:
    """And nothing is recorded."""
    before = len(house.entries())

    assert publish_checkpoint(house.parts.publishing) is None
    assert len(house.entries()) == before
