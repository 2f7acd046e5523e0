"""Audit material stays for years, and a copy that is handed out can be verified by whoever gets it (I-07)."""

import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from gallery.service.housekeeping import keep_house
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import complete
from tests.gallery.house import House

FOUR_YEARS = timedelta(days=4 * 366)


@pytest.mark.proves("I-07")
def test_entries_of_four_years_ago_are_there_and_a_copy_of_them_verifies(house: House, tmp_path: Path) -> None:
    """Housekeeping and restarts take none away; the copy is checked by the command, against a checkpoint kept apart."""
    house.somebody(Role.INVESTIGATOR)
    house.ask("POST", "/requests", "investigator", json=complete().model_dump(mode="json"))
    then = house.entries()
    for _ in range(4):
        house.clock.forward(days=FOUR_YEARS.days / 4)
        assert keep_house(house.parts)
        house.close()
        house.open()

    now, copy, apart = house.entries(), tmp_path / "copy", tmp_path / "latest"
    shutil.copytree(house.settings.audit_dir, copy)
    shutil.copy(house.settings.audit_dir / "latest", apart)
    command = [sys.executable, "-m", "audits.verify", str(copy), "--against", str(apart)]
    verified = subprocess.run(command, capture_output=True, text=True, check=False)

    assert now[: len(then)] == then
    assert now[-1].time - then[0].time >= FOUR_YEARS
    assert verified.returncode == 0, verified.stdout
    assert f"is whole: {len(now)} events" in verified.stdout
