"""The public extract: an outsider recounts it with a bare Python, and finds every change."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.gallery.house import House

YEAR = "first_day=2026-01-01&last_day=2026-12-31"


@pytest.fixture
def extract(told: House, tmp_path: Path) -> Path:
    """The extract of the year, unpacked."""
    answer = told.ask("POST", f"/figures/extract?{YEAR}", "compliance")
    assert answer.is_success, answer.text
    zipfile.ZipFile(io.BytesIO(answer.content)).extractall(tmp_path / "extract")
    return tmp_path / "extract"


def recount(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the program of the extract in a bare interpreter."""
    command = [sys.executable, "-I", "-S", str(folder / "recount.py")]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.proves("W-25", "J-01")
def test_an_outsider_recounts_everything_and_finds_it_whole(extract: Path) -> None:
    """Signature, hashes of statements, sums, levels, ratios and interval, without a library."""
    done = recount(extract)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Everything adds up")


@pytest.mark.proves("W-25")
@pytest.mark.parametrize("name", ["figures.csv", "figures.json", "sql/by_race.sql", "checkpoint.txt", "manifest.json"])
def test_a_changed_file_is_found(extract: Path, name: str) -> None:
    """One character more in any file, and the recount says where."""
    path = extract / name
    path.write_bytes(path.read_bytes() + b" ")

    done = recount(extract)

    assert done.returncode == 1
    assert name.split("/")[0].split(".")[0] in done.stdout


@pytest.mark.proves("W-25", "J-02")
def test_counts_that_do_not_add_up_are_found_even_under_a_good_signature(extract: Path) -> None:
    """The checks of sums stand by themselves: each one answers for a lie that was signed."""
    sys.path.insert(0, str(extract))
    try:
        import importlib

        program = importlib.import_module("recount")
    finally:
        sys.path.remove(str(extract))
    told = json.loads((extract / "figures.json").read_text())
    figure = next(each for each in told["figures"] if each["name"] == "by_race")
    cell = next(each for each in figure["cells"] if each["count"])
    cell["count"] += 1
    faults: list[str] = []

    program._figure(figure, told["minimum"], faults)
    program._same_in_csv(extract, told, faults)

    assert any("by_race" in each for each in faults)
    assert "figures.csv: not the counts of figures.json" in faults


@pytest.mark.proves("J-11", "J-04")
def test_both_forms_hold_the_same_counts_and_mark_what_is_withheld(extract: Path) -> None:
    """CSV and JSON are made of one value; a withheld count is a word, never a blank or a nought."""
    told = json.loads((extract / "figures.json").read_text())
    rows = list(csv.DictReader((extract / "figures.csv").read_text().splitlines()))

    cells = [cell["count"] for figure in told["figures"] for cell in figure["cells"]]
    assert ["withheld" if count is None else str(count) for count in cells] == [row["count"] for row in rows]
    assert "withheld" in {row["count"] for row in rows}
    names = {row["name"] for row in csv.DictReader((extract / "definitions.csv").read_text().splitlines())}
    assert names == {figure["name"] for figure in told["figures"]}
