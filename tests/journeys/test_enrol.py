"""`leadbook enrol` against a running service with real models: foreseen, taken in, and again without any change."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gallery.command.feed_key import feed_key
from gallery.command.installation import feed_key_file
from gallery.demonstration.feed import SERVICE
from gallery.demonstration.probes import probes
from kernel_lib.feed import sign_feed
from tests.conftest import Running

pytestmark = pytest.mark.journey


@pytest.mark.proves("F-01", "F-04")
def test_a_signed_feed_is_foreseen_taken_in_and_offered_again(running: Running, tmp_path: Path) -> None:
    """One good line, one without an authority, and the death of somebody unknown; a changed picture refuses all."""
    folder = _feed(running, tmp_path / "feed")

    foreseen = _enrol(running, folder, "--preview")
    taken = _enrol(running, folder)
    again = _enrol(running, folder, "--preview")
    (folder / "pictures" / "doe-jane.jpg").write_bytes(b"another")
    changed = _enrol(running, folder)

    assert foreseen.returncode == taken.returncode == again.returncode == 0, foreseen.stderr + taken.stderr
    assert "2 lines: 1 new, 0 in the gallery already, 1 refused\n  line 2: F-01." in foreseen.stdout
    counted = next(text for text in taken.stdout.splitlines() if " enrolled" in text).split(", ")
    assert sorted(counted) == ["0 already", "1 enrolled", "1 refused", "2 offered"]
    assert "2 lines: 0 new, 1 in the gallery already, 1 refused" in again.stdout
    assert changed.returncode == 1
    assert "the picture of line 1 was changed" in changed.stderr
    told = {table["caption"]: table["rows"] for table in json.loads((_newest(running) / "tables.json").read_text())}
    assert told["Every fact of the feed"][0][:4] == [1, "death", 0, "F-09"]
    said = foreseen.stdout + taken.stdout + again.stdout + changed.stderr
    kept = "".join(path.read_text(errors="ignore") for path in _newest(running).iterdir())
    assert "doe-jane" not in said + kept


def _newest(running: Running) -> Path:
    return max(running.settings.reports_dir.glob("enrol_bookings*"), key=lambda path: path.stat().st_mtime)


def _feed(running: Running, folder: Path) -> Path:
    (folder / "pictures").mkdir(parents=True)
    found = probes(running.settings.photographs_dir, running.settings.data_dir / "demonstration" / "probes")
    stranger = next(probe for probe in found if probe.mate is None)
    shutil.copy(stranger.file, folder / "pictures" / "doe-jane.jpg")
    line = {
        "picture": "doe-jane.jpg",
        "subject_number": "D-0900",
        "service": SERVICE,
        "booking_event": "DEMO-E900",
        "ica_authority": "2(1)(a)",
        "offence_id": "demonstration",
        "charge_date": "2026-10-01",
        "captured_at": "2026-10-01",
        "capturing_officer": "DEMO-01",
        "pose": "frontal",
        "demonstration": True,
    }
    lines = [line, {**line, "ica_authority": ""}]
    (folder / "bookings.jsonl").write_text("".join(json.dumps(each) + "\n" for each in lines))
    death = {"kind": "death", "subject_number": "nobody", "died_on": "2026-10-02"}
    (folder / "outcomes.jsonl").write_text(json.dumps(death) + "\n")
    sign_feed(folder, feed_key(feed_key_file(running.settings)), SERVICE, datetime.now(UTC))
    return folder


def _enrol(running: Running, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    given = {"LEADBOOK_USERNAME": "clerk", "LEADBOOK_PASSWORD": running.passwords["clerk"], "COLUMNS": "200"}
    command = [sys.executable, "-m", "gallery.command", "enrol", str(folder), *options]
    arguments = [*command, "--data-dir", str(running.settings.data_dir)]
    return subprocess.run(arguments, env={**os.environ, **given}, capture_output=True, text=True, check=False)
