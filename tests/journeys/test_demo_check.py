"""`leadbook demo --check` plays the whole story in an empty folder and finds everything as expected."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kernel_lib.settings import Settings
from tests.gallery.backup.kept import forgotten
from tests.standing import STANDING


@pytest.mark.proves("M-10")
@pytest.mark.journey
def test_the_whole_story_ends_as_expected(tmp_path: Path) -> None:
    """Every mated probe leads to its subject at rank 1, tampering is found, and a backup forgets no file."""
    findings_file = tmp_path / "findings.json"
    arguments = [sys.executable, "-m", "gallery.command", "demo", "--check", "--json", str(findings_file)]
    arguments += ["--data-dir", str(tmp_path / "data")]
    empty = STANDING.emptied(tmp_path / "restored") if STANDING.kind == "postgres" else ""
    settings = Settings(tmp_path / "data", tmp_path / "cache", database_url=STANDING.url(tmp_path))
    there = {**os.environ, "LEADBOOK_DATABASE_URL": settings.database_url}

    result = subprocess.run([*arguments, "--database", empty], env=there, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-2000:]
    findings = json.loads(findings_file.read_text())
    assert findings["differences"] == []
    assert findings["pictures_offered"] == findings["pictures_enrolled"] + findings["pictures_refused"]
    assert findings["pictures_refused"] >= 4
    assert 1 <= findings["probes_mated"] < findings["probes_searched"]
    assert findings["mates_at_rank_1"] == findings["leads"] == findings["probes_mated"]
    assert findings["packs_verified"] > findings["probes_searched"]
    assert findings["conflicts_settled"] == findings["leads_withdrawn"] == 1
    assert findings["known_tasks_answered"] >= 1
    assert findings["replays_identical"] == findings["searches_replayed"] > findings["probes_searched"]
    assert len(findings["destroyed_markers"]) >= 6
    assert findings["places_of_markers_before"] > 0
    assert findings["certificate_verified"] is True
    assert findings["log_verified"] is True
    assert findings["events"] > 100
    assert ".jsonl" in findings["tampering_found"] or findings["tampering_found"] != ""
    assert forgotten(settings) == ()


@pytest.mark.journey
def test_a_folder_with_other_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    """The message names the folder, and the stranger's file is still there."""
    stranger = tmp_path / "data" / "letters.txt"
    stranger.parent.mkdir()
    stranger.write_text("mine")
    arguments = [sys.executable, "-m", "gallery.command", "demo", "--check", "--data-dir", str(stranger.parent)]

    result = subprocess.run(arguments, capture_output=True, text=True, check=False)

    assert result.returncode == 1
    assert "expected it empty or absent" in result.stderr
    assert stranger.read_text() == "mine"


@pytest.mark.records("postgres")
def test_on_postgresql_a_database_for_the_restored_backup_is_asked_for_first(tmp_path: Path) -> None:
    """Before anything is made, and not after the whole story."""
    there = {**os.environ, "LEADBOOK_DATABASE_URL": "postgresql:///leadbook?host=/nowhere"}
    arguments = [sys.executable, "-m", "gallery.command", "demo", "--check", "--data-dir", str(tmp_path / "data")]

    result = subprocess.run(arguments, env=there, capture_output=True, text=True, check=False)

    assert result.returncode == 1
    assert "expected --database" in result.stderr
    assert not (tmp_path / "data").exists()
