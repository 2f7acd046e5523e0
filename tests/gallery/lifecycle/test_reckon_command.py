"""The command that reckons every state while the service is stopped."""

import pytest
from typer.testing import CliRunner

from gallery.command.app import app
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import picture
from tests.gallery.enrolment.bookings import record
from tests.gallery.house import House


def test_the_command_reckons_everybody_and_says_what_differed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of a running service is refused; of a stopped one every picture is looked at."""
    monkeypatch.setenv("LEADBOOK_DATABASE_URL", house.database_url)
    clerk = house.somebody(Role.RECORDS_CLERK)
    assert house.enrol(clerk, record(), picture()).json()["searchable"]
    asked = ["eligibility", "reckon-all", "--data-dir", str(house.settings.data_dir), "--processes", "1"]
    refused = CliRunner().invoke(app, asked)
    house.close()

    done = CliRunner().invoke(app, asked)

    assert refused.exit_code == 1
    assert done.exit_code == 0
    assert "1 people, 1 pictures" in done.stdout
    house.open()
