"""What is read from an executed notebook: the failed cell, and notes by kind."""

import nbformat

from kernel_lib.reports.note import MEDIA_TYPE
from kernel_lib.reports.outcome import find_failure, gather, lost_kernel


def notebook(*outputs):
    """Make a notebook with a heading and a code cell for each output."""
    cells = []
    for number, output in enumerate(outputs, start=1):
        cells.append(nbformat.v4.new_markdown_cell(f"## Part {number}"))
        cells.append(nbformat.v4.new_code_cell("x", outputs=[output] if output else []))
    return nbformat.v4.new_notebook(cells=cells)


def error(kind, message):
    """An error as a kernel tells it."""
    lines = ["frame", f"\x1b[31m{kind}\x1b[0m: {message}"]
    return nbformat.v4.new_output("error", ename=kind, evalue=message, traceback=lines)


def note(**values):
    """A note as `show` leaves it."""
    return nbformat.v4.new_output("display_data", data={MEDIA_TYPE: values})


def test_a_message_of_ours_is_kept_and_coloured_no_more():
    """Our errors hold no personal data, by rule."""
    failed = notebook(None, error("Unacceptable", "F-01: no authority"))

    failure = find_failure(failed)

    assert failure is not None
    assert (failure.cell, failure.cells, failure.title) == (2, 2, "Part 2")
    assert failure.message == "F-01: no authority"
    assert failed.cells[3].outputs[0].traceback[-1] == "Unacceptable: F-01: no authority"
    assert failed.cells[3].metadata.tags == ["failed"]


def test_a_message_of_others_is_cut_from_notebook_and_failure():
    """It could quote a record."""
    failed = notebook(error("KeyError", "Jane Doe"))

    failure = find_failure(failed)

    assert failure is not None
    assert "Jane" not in failure.message
    assert "Jane" not in nbformat.writes(failed)


def test_a_notebook_without_error_has_no_failure():
    """Nor has one that merely warns."""
    assert find_failure(notebook(None, nbformat.v4.new_output("stream", name="stderr", text="warning"))) is None


def test_a_lost_kernel_is_told_at_the_cell_it_was_in():
    """The first cell that never began to answer."""
    lost = notebook(None, None, None)
    lost.cells[1].execution_count = 1

    failure = lost_kernel(lost, "DeadKernelError")

    assert (failure.cell, failure.cells, failure.kind) == (2, 3, "DeadKernelError")


def test_notes_are_gathered_by_kind():
    """The last source counts; checks, counts and tables are those told."""
    told = gather(
        notebook(
            note(note="made_from", events=1),
            note(note="made_from", events=2, root="r"),
            note(note="counts", counts={"offered": 3}),
            note(note="table", caption="T", columns=["a"], rows=[[1]]),
            note(note="checks", held=["One is one"]),
        )
    )

    assert told.made_from is not None
    assert (told.made_from.events, told.made_from.root) == (2, "r")
    assert told.counts == {"offered": 3}
    assert told.tables == ({"caption": "T", "columns": ["a"], "rows": [[1]]},)
    assert told.checks == ("One is one",)
