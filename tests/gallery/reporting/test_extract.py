"""The public extract: an outsider recounts it with a bare Python, and finds every change."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from gallery.reporting.recount import check_figure, same_in_csv, signed
from kernel_lib.hashing import canonical_json, sha256_hex
from tests.audits.test_verify_log import RFC_8032
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
    told = json.loads((extract / "figures.json").read_text())
    figure = next(each for each in told["figures"] if each["name"] == "by_race")
    cell = next(each for each in figure["cells"] if each["count"])
    cell["count"] += 1
    faults: list[str] = []

    check_figure(figure, told["minimum"], faults)
    same_in_csv(extract, told, faults)

    assert any("by_race" in each for each in faults)
    assert "figures.csv: not the counts of figures.json" in faults


@pytest.mark.proves("W-25")
def test_a_forged_extract_cannot_vouch_for_itself(extract: Path, tmp_path: Path) -> None:
    """With every hash made anew and a program beside it that agrees to all, a trusted copy and key still refuse."""
    (tmp_path / "trusted").mkdir()
    for name in ("recount.py", "log.pub"):
        (tmp_path / "trusted" / name).write_bytes((extract / name).read_bytes())
    (extract / "times.csv").write_text("step,median_minutes,ninetieth_minutes\nreview,1,1\n")
    (extract / "recount.py").write_text("print('Everything adds up')")
    (extract / "signatures.py").write_text("def signed(*_):\n    return True\n")
    manifest = json.loads((extract / "manifest.json").read_text())
    manifest["files"] = {name: sha256_hex((extract / name).read_bytes()) for name in manifest["files"]}
    (extract / "manifest.json").write_bytes(canonical_json(manifest))
    command = [sys.executable, "-I", "-S", str(tmp_path / "trusted" / "recount.py"), str(extract)]

    done = subprocess.run(
        [*command, "--key", str(tmp_path / "trusted" / "log.pub")], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "manifest.sig: the manifest was not signed by this key" in done.stdout


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_the_recount_knows_signatures_as_the_rfc_has_them(public: str, message: str, signature: str) -> None:
    """Each holds for its message and key, and with any part changed it does not."""
    key, text, made = (bytes.fromhex(each) for each in (public, message, signature))

    assert signed(key, text, made)
    assert not signed(key, text + b"x", made)
    assert not signed(key, text, bytes([made[0] ^ 1]) + made[1:])
    assert not signed(key, text, made[:-1] + bytes([made[-1] | 0x80]))
    assert not signed(bytes(31) + b"\x01", text, made)


@pytest.mark.proves("W-25")
@pytest.mark.parametrize("table", ["figures", "times", "levels", "ratios", "definitions"])
def test_every_table_is_compared_with_the_figures(extract: Path, table: str) -> None:
    """A table that was changed and signed again is found by what figures.json says."""
    told = json.loads((extract / "figures.json").read_text())
    path = extract / f"{table}.csv"
    path.write_text(path.read_text() + "one,line,more\n")
    faults: list[str] = []

    same_in_csv(extract, told, faults)

    assert faults == [f"{table}.csv: not the counts of figures.json"]


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
