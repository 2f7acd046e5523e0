"""The accuracy report over real photographs and real models, through the service that is deployed (C-02)."""

import json

import pytest

from gallery.command.installation import NOTEBOOKS
from gallery.demonstration.labelled import SET
from kernel_lib.reports import run_report
from tests.conftest import Running

pytestmark = pytest.mark.journey


@pytest.mark.proves("C-02", "L-02", "L-03", "L-05")
def test_the_demonstrations_photographs_give_a_report_that_names_its_limits(running: Running) -> None:
    """The notebook files an evaluation; both modes have a row for each length; so few people prove nothing."""
    finished = run_report(
        "accuracy",
        {"evaluation_set": SET},
        out=running.settings.reports_dir,
        socket=running.settings.socket,
        session=running.session("compliance"),
        notebooks=NOTEBOOKS,
    )

    told = {each["caption"]: each["rows"] for each in json.loads((finished.folder / "tables.json").read_text())}
    held = running.client("compliance").evaluations.held()
    assert [row[0] for row in told["Investigation: no threshold (T = 0)"]] == list(range(2, 51))
    assert [row[0] for row in told["Identification: threshold T = 0.30"]] == list(range(2, 51))
    statements = " ".join(str(row[1]) for row in told["What these figures do not say"])
    assert "every search returns candidates" in statements
    assert "far too small" in statements
    newest, made = held.evaluations
    assert newest.sha256 in (finished.folder / "report.html").read_text()
    assert (newest.people, newest.pictures, newest.set_sha256) == (7, 12, made.set_sha256)
    assert newest.out_of_date == ()
