"""What running a report promises, whichever report it is: small notebooks, a real kernel, a fake service."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from kernel_lib.errors import ReportError, SignInRequired
from kernel_lib.hashing import sha256_of_file
from kernel_lib.reports import Finished, run_report
from kernel_lib.reports.manifest import Manifest

DAY = {"day": "2026-03-01"}
HOLDING = (
    "from kernel_lib.client import Client\nfrom kernel_lib.reports import show\n"
    "from kernel_lib.reports.checks import Checks\nclient, checks = Client.from_env(), Checks()"
)
CLOSING = 'checks.expect("One is one", 1, 1)\nchecks.close()'


def write_report(folder: Path, *cells: str, name: str = "small") -> Path:
    """Write a report notebook with one parameter, `day`; each cell stands under a heading with its number."""
    parameters = nbformat.v4.new_code_cell('day: str = ""', metadata={"tags": ["parameters"]})
    made = [nbformat.v4.new_markdown_cell("# Small"), parameters]
    for number, source in enumerate(cells, start=1):
        made += [nbformat.v4.new_markdown_cell(f"## Part {number}"), nbformat.v4.new_code_cell(source)]
    declared = {
        "name": name,
        "title": "A small report",
        "purpose": "Shows one thing.",
        "audience": "Testers",
        "roles": ["compliance"],
        "parameters": {"day": {"kind": "date", "hint": "some day"}},
    }
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=made, metadata={"leadbook": declared, "kernelspec": kernel})
    folder.mkdir(exist_ok=True)
    nbformat.write(notebook, folder / f"{name}.ipynb")
    return folder


def run(service, tmp_path: Path, parameters=DAY, name: str = "small", **more) -> Finished:
    """Run a report of `tmp_path/notebooks`."""
    return run_report(
        name,
        parameters,
        out=tmp_path / "out",
        socket=service.socket,
        session=service.session,
        notebooks=tmp_path / "notebooks",
        **more,
    )


def test_a_report_leaves_notebook_page_paper_tables_and_manifest_with_their_hashes(service, tmp_path):
    """Each file is named by its hash in the manifest, and the log gets the same hashes."""
    table = 'show.table("Seen", ("what",), [("a <b> & c",)])'
    write_report(tmp_path / "notebooks", HOLDING, table, CLOSING)

    finished = run(service, tmp_path)

    manifest = Manifest.read(finished.folder)
    on_disk = {path.name: sha256_of_file(path) for path in finished.folder.iterdir()}
    assert finished.files == on_disk
    assert manifest.files == {name: digest for name, digest in on_disk.items() if name != "manifest.json"}
    assert set(on_disk) == {"manifest.json", "report.ipynb", "report.html", "report.pdf", "tables.json"}
    assert service.finished[finished.run_id].files == on_disk
    assert service.finished[finished.run_id].status == manifest.status == "draft"
    assert service.started[0].notebook_sha256 == sha256_of_file(tmp_path / "notebooks" / "small.ipynb")
    assert service.started[0].parameters_sha256 == manifest.parameters_sha256
    assert json.loads((finished.folder / "tables.json").read_text())[0]["rows"] == [["a <b> & c"]]
    assert manifest.checks == ("One is one",)
    assert finished.folder.stat().st_mode & 0o777 == 0o700


def test_the_page_needs_nothing_from_outside_and_hides_the_code(service, tmp_path):
    """No script, no address, no source code; values are escaped."""
    write_report(tmp_path / "notebooks", HOLDING, 'show.remark("<script>alert(1)</script>")', CLOSING)

    page = (run(service, tmp_path).folder / "report.html").read_text()

    assert "<script" not in page
    assert "http://" not in page
    assert "https://" not in page
    assert "Client.from_env" not in page
    assert "A small report" in page


@pytest.mark.parametrize(
    ("parameters", "fault"),
    [
        ({}, "day: expected a date like 2026-01-31 (some day), got nothing"),
        ({"day": "1 March"}, "day: expected a date like 2026-01-31 (some day), got 7 characters that are not one"),
        ({"day": "2026-03-01", "name": "x"}, "name: expected no such parameter, got one"),
    ],
)
def test_parameters_at_fault_run_nothing_and_are_named(service, tmp_path, parameters, fault):
    """Unknown, missing and mistyped: nothing starts, nothing is in the log, nothing is on the disk."""
    write_report(tmp_path / "notebooks", CLOSING)

    with pytest.raises(ReportError, match="was not run") as caught:
        run(service, tmp_path, parameters)

    assert fault in str(caught.value)
    assert service.started == []
    assert not (tmp_path / "out").exists()


def test_a_failed_run_is_kept_and_shown_as_failed(service, tmp_path):
    """The cell is named in the error, the page, the manifest and the log; cells after it did not run."""
    failing = 'checks.expect("Two is two", 2, 3)\nchecks.close()'
    write_report(tmp_path / "notebooks", HOLDING, failing, 'show.remark("never reached")')

    with pytest.raises(ReportError, match=r"cell 3 of 4 \(Part 2\) failed: ReportError: self-check: Two is two"):
        run(service, tmp_path)

    (folder,) = (tmp_path / "out").iterdir()
    manifest = Manifest.read(folder)
    page = (folder / "report.html").read_text()
    assert folder.name.endswith(".failed")
    assert manifest.status == "failed"
    assert manifest.failure is not None
    assert (manifest.failure.cell, manifest.failure.title) == (3, "Part 2")
    assert page.index("FAILED") < page.index("A small report")
    assert "This cell failed" in page
    assert "never reached" not in page
    ended = service.finished["run-0001"]
    assert (ended.status, ended.failed_cell) == ("failed", 3)


def test_the_message_of_a_foreign_error_is_withheld(service, tmp_path):
    """A library's message may quote personal data, so only its kind is told, and nothing keeps the rest."""
    write_report(tmp_path / "notebooks", HOLDING, 'int("Jane Doe")')

    with pytest.raises(ReportError, match=r"ValueError: its message is withheld") as caught:
        run(service, tmp_path)

    (folder,) = (tmp_path / "out").iterdir()
    quoted = "invalid literal"
    assert quoted not in str(caught.value)
    assert [path.name for path in folder.iterdir() if quoted in path.read_text(errors="ignore")] == []


def test_a_notebook_without_checks_is_no_draft(service, tmp_path):
    """It ran to its end and proves nothing."""
    write_report(tmp_path / "notebooks", HOLDING)

    with pytest.raises(ReportError, match="a notebook without any"):
        run(service, tmp_path)

    assert service.finished["run-0001"].status == "failed"


def test_a_kernel_that_dies_is_a_failed_run(service, tmp_path):
    """Nobody waits for it, and what was made before is kept."""
    write_report(tmp_path / "notebooks", HOLDING, "import os\nos._exit(9)", CLOSING)

    with pytest.raises(ReportError, match=r"Kernel\) failed: DeadKernelError"):
        run(service, tmp_path)

    assert service.finished["run-0001"].status == "failed"


def test_a_kernel_gets_the_allow_list_and_no_session(service, tmp_path, monkeypatch):
    """Only what a kernel needs; the ticket is gone once it is redeemed, and was good for one kernel."""
    monkeypatch.setenv("LEADBOOK_MASTER_SECRET", "secret")
    names = 'import os\nshow.table("Names", ("name",), [(name,) for name in sorted(os.environ)])'
    write_report(tmp_path / "notebooks", HOLDING, names, CLOSING)

    finished = run(service, tmp_path)

    seen = {row[0] for row in json.loads((finished.folder / "tables.json").read_text())[0]["rows"]}
    assert not seen & {"LEADBOOK_MASTER_SECRET", "LEADBOOK_TICKET", "LEADBOOK_TOKEN"}
    assert seen >= {"LEADBOOK_SOCKET", "PATH"}
    assert service.tickets == set()
    kept = "".join(path.read_text(errors="ignore") for path in finished.folder.iterdir())
    assert service.session not in kept


def test_a_secret_in_the_notebook_is_not_kept(service, tmp_path):
    """A notebook that prints its ticket ends without a report."""
    printing = 'import os\nprint(os.environ["LEADBOOK_TICKET"])'
    write_report(tmp_path / "notebooks", printing)

    with pytest.raises(ReportError, match="expected no secret"):
        run(service, tmp_path)

    (folder,) = (tmp_path / "out").iterdir()
    assert folder.name.endswith(".unfinished")
    assert [path.name for path in folder.iterdir()] == ["manifest.json"]
    assert service.finished["run-0001"].status == "failed"


def test_four_reports_at_once_do_not_meet(service, tmp_path):
    """Each has its own kernel, sockets and folder."""
    write_report(tmp_path / "notebooks", HOLDING, "show.remark(day)", CLOSING)
    days = [f"2026-03-0{number}" for number in range(1, 5)]

    with ThreadPoolExecutor(4) as pool:
        finished = list(pool.map(lambda day: run(service, tmp_path, {"day": day}), days))

    pages = [(each.folder / "report.html").read_text() for each in finished]
    assert [day in page for day, page in zip(days, pages, strict=True)] == [True] * 4
    assert len({each.folder for each in finished}) == 4
    assert {ended.status for ended in service.finished.values()} == {"draft"}


def test_progress_is_told_by_cell_and_within_a_cell(service, tmp_path):
    """The caller hears the part by its heading, and what a long cell says of itself."""
    telling = (
        "from kernel_lib.reports.enrolling import told_in_place\n"
        'tell = told_in_place("Counting")\ntell(1, 2)\ntell(2, 2)'
    )
    write_report(tmp_path / "notebooks", HOLDING, telling, CLOSING)
    heard: list[tuple[int, int, str]] = []

    run(service, tmp_path, on_progress=lambda *told: heard.append(told))

    assert [told for told in heard if told[2] == "Counting"] == [(1, 2, "Counting"), (2, 2, "Counting")]
    assert [told for told in heard if told[2] == "Part 1"] == [(2, 5, "Part 1")]
    assert heard[-1] == (5, 5, "Report")


def test_without_a_session_nothing_runs(service, tmp_path):
    """The service refuses before a kernel is started."""
    write_report(tmp_path / "notebooks", CLOSING)
    service.session = "another"

    with pytest.raises(SignInRequired):
        run_report(
            "small",
            DAY,
            out=tmp_path / "out",
            socket=service.socket,
            session="forged",
            notebooks=tmp_path / "notebooks",
        )

    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGKILL])
def test_a_run_cut_off_leaves_no_kernel_and_is_visibly_not_finished(service, tmp_path, by):
    """Ctrl-C, or a kill that nobody can handle."""
    marker = tmp_path / "kernel.pid"
    waiting = f"import os, pathlib, time\npathlib.Path({str(marker)!r}).write_text(str(os.getpid()))\ntime.sleep(600)"
    write_report(tmp_path / "notebooks", HOLDING, waiting)
    script = (
        "import signal, sys; from pathlib import Path; from kernel_lib.reports import run_report\n"
        # Whoever starts the tests in the background has Ctrl-C ignored, and every process below inherits that.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "here = Path(sys.argv[1]); run_report('small', {'day': '2026-03-01'}, out=here / 'out',"
        " socket=Path(sys.argv[2]), session=sys.argv[3], notebooks=here / 'notebooks')"
    )
    command = [sys.executable, "-c", script, str(tmp_path), str(service.socket), service.session]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        _wait_until(lambda: marker.exists() and marker.read_text() != "")
        process.send_signal(by)
        process.wait(30)

    kernel = int(marker.read_text())
    _wait_until(lambda: not _alive(kernel))
    (folder,) = (tmp_path / "out").iterdir()
    assert folder.name.endswith(".unfinished")
    expected = {signal.SIGINT: "interrupted", signal.SIGKILL: "running"}
    assert Manifest.read(folder).status == expected[by]


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def _wait_until(true) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, "waited 30 seconds in vain"
        os.sched_yield()
        time.sleep(0.02)
