"""The analyst's starting notebook runs as it is, over a real snapshot of a real log."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from audits import events
from kernel_lib.client import Client
from kernel_lib.errors import NotFound
from kernel_lib.reports.investigating import Questions, fetch_snapshot
from kernel_lib.reports.kernel import private_kernel

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "investigations" / "explore_audit.ipynb"
_SENT = 'import sys; [name for name in sys.modules if name.split(".")[0] in ("openai", "posthog", "requests")]'
"""The magic brings no library that could tell anybody outside what is asked here."""
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.proves("W-24")
def test_the_starting_notebook_answers_and_draws(service):
    """Every cell runs; a named question is answered, SQL is run over the snapshot, a chart is drawn."""
    service.record(
        (MORNING, events.SignedIn(actor_id="account-1")),
        (MORNING + timedelta(days=1), events.PictureRefused(actor_id="account-1", result="refused", rule="F-01")),
    )

    notebook = _run(service, nbformat.read(NOTEBOOK, as_version=4))

    told = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    shown = [output.data for output in told if output.output_type != "stream"]
    html = "".join(data.get("text/html", "") for data in shown)
    assert "From request to lead" in html
    assert "request_cases" in html
    assert any(data.get("image/svg+xml", "").startswith("<svg") for data in shown)


@pytest.mark.proves("W-24")
def test_a_cell_of_sql_counts_and_a_question_opens_in_a_cell(service):
    """A statement of one's own and that of a named question, with its values written in, run over the snapshot."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    written = "%%sql -o mine\nselect act, count(*) as times from events group by all"
    named = 'questions.open_in_cell("approvals_quick", seconds=30)\nquestions.statement("approvals_quick", seconds=30)'
    notebook.cells[-1:] = [nbformat.v4.new_code_cell(text) for text in (written, "mine", named, _SENT)]

    notebook = _run(service, notebook)

    *_, counted, statement, sent = notebook.cells
    assert "service_started" in _value(counted, "text/html")
    assert "decided_after_seconds < 30" in _value(statement)
    assert "$" not in _value(statement)
    assert _value(sent) == "[]"


def test_a_question_gives_rows_by_column(service):
    """For pandas and altair; the asking is the service's to record."""
    with Client(service.socket, service.session) as client:
        rows = Questions(client).ask("request_funnel", first_day="2026-03-01").rows()

    assert rows[0] == {"stage": "submitted", "requests": 0}
    assert service.asked[0][0] == "request_funnel"


def test_an_unknown_question_is_refused_before_it_is_asked(service):
    """A typing error costs nothing."""
    with Client(service.socket, service.session) as client, pytest.raises(NotFound, match="no question of that name"):
        Questions(client).ask("request_tunnel")

    assert service.asked == []


def test_a_snapshot_is_a_file_that_only_its_owner_reads(service):
    """In a folder of its own, and not to be written."""
    with Client(service.socket, service.session) as client:
        path = fetch_snapshot(client)

    assert path.stat().st_mode & 0o777 == 0o400
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.read_bytes()[8:12] == b"DUCK"


def test_a_snapshot_lies_where_whoever_started_the_kernel_clears_up(service, tmp_path, monkeypatch):
    """A kernel that is killed removes nothing itself."""
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))

    with Client(service.socket, service.session) as client:
        path = fetch_snapshot(client)

    assert path.is_relative_to(tmp_path / "runtime")
    assert (tmp_path / "runtime").stat().st_mode & 0o777 == 0o700


def _run(service, notebook):
    with Client(service.socket, service.session) as client:
        ticket = client.ticket("lab")
    with private_kernel(service.socket, ticket) as kernel:
        runner = NotebookClient(notebook, km=kernel.manager, timeout=60)
        try:
            runner.execute(cleanup_kc=False, env=kernel.environment, cwd=str(kernel.work))
        finally:
            if runner.kc is not None:
                runner.kc.stop_channels()
    return notebook


def _value(cell, kind="text/plain"):
    (value,) = [output.data[kind] for output in cell.outputs if output.output_type == "execute_result"]
    return value
