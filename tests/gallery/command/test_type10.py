"""`leadbook type10 check` tells every field that is not right, without a service."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from gallery.command.type10 import type10
from tests.gallery.enrolment.typeten.transactions import FACE, written


@pytest.mark.proves("F-05", "G-14")
def test_fields_are_told_and_the_profile_can_be_chosen(tmp_path: Path) -> None:
    """Right by the profile in use, wrong by the older one, wrong when a field is spoilt."""
    good, bad = tmp_path / "good.an2", tmp_path / "bad.an2"
    good.write_bytes(written(FACE))
    bad.write_bytes(written({**FACE, 20: (("X",),)}))
    run = CliRunner().invoke

    right = run(type10, ["check", str(good)])
    older = run(type10, ["check", str(good), "--profile", "nps_icd"])
    wrong = run(type10, ["check", str(bad)])

    assert (right.exit_code, right.output) == (0, "Every field is right by the profile itl_2013.\n")
    assert (older.exit_code, wrong.exit_code) == (1, 1)
    assert "10.011 CGA: expected one of NONE, JPEGB, JPEGL, got PNG" in older.output
    assert wrong.output == "10.020 POS: expected one of F, R, L, A, D, got X\n"
