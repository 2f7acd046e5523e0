"""The head of the log outside the service's own folder (I-01)."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from audits.verify import verify
from kernel_lib.vocabulary import Role
from tests.gallery.house import ADMIN, House


@pytest.fixture
def outside(house: House, tmp_path: Path) -> Path:
    """A folder elsewhere, to which the service publishes from now on."""
    house.close()
    house.settings = replace(house.settings, publish_dir=tmp_path / "outside")
    house.open()
    return tmp_path / "outside"


@pytest.mark.proves("I-01")
def test_an_older_log_put_back_whole_is_found_by_the_published_head(house: House, outside: Path) -> None:
    """Whoever can change everything in the data folder still cannot change what was published (I-01)."""
    older = outside.parent / "older"
    shutil.copytree(house.settings.audit_dir, older)
    house.sign_in(ADMIN)

    alone, against = verify(older), verify(older, against=outside / "latest")

    assert alone.whole
    assert [fault.kind for fault in against.faults] == ["rolled back"]
    assert verify(house.settings.audit_dir, against=outside / "latest").whole


def test_a_copy_that_failed_is_told_where_the_log_is_looked_after(house: House, outside: Path) -> None:
    """The service goes on, and the state of the log says what is missing."""
    auditor = house.somebody(Role.AUDITOR)
    shutil.rmtree(outside)
    outside.write_text("a file where the folder should be")

    faults = house.ask("GET", "/log", auditor).json()["faults"]

    assert [(each["place"], each["kind"]) for each in faults] == [("publication", "checkpoint")]
