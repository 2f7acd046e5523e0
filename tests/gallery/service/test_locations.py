"""Where the stores lie is declared, in Canada, with its proof; a released installation does not start otherwise."""

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gallery.command.app import app
from gallery.service.floor import open_floor
from gallery.service.locations import FILE, locations
from kernel_lib.errors import SettingsError
from kernel_lib.settings import Settings

STORES = ("data", "keys", "backups")


def _declare(settings: Settings, *, country: str = "CA", stores: tuple[str, ...] = STORES) -> None:
    table = '[{}]\ncountry = "{}"\nplace = "Toronto, room 2"\nproof = "Asset register 117"\n'
    settings.data_dir.mkdir(mode=0o700, exist_ok=True)
    (settings.data_dir / FILE).write_text("".join(table.format(each, country) for each in stores))


@pytest.mark.proves("M-01")
def test_a_released_installation_starts_only_when_every_store_is_declared_in_canada(tmp_path: Path) -> None:
    """Nothing declared, one store left out, another country: refused by name; all in Canada: it starts."""
    settings = Settings(tmp_path / "data", tmp_path / "cache", release=True)
    with pytest.raises(SettingsError, match="data: expected country, place, proof"):
        open_floor(settings)
    _declare(settings, stores=("data", "keys"))
    with pytest.raises(SettingsError, match="backups: expected country"):
        open_floor(settings)
    _declare(settings, country="US")
    with pytest.raises(SettingsError, match=r"in Canada \(CA\), got US"):
        open_floor(settings)
    assert not settings.audit_dir.exists()

    _declare(settings)

    open_floor(settings).close()


@pytest.mark.proves("M-01")
def test_the_command_prints_address_mount_and_proof_of_each_store(tmp_path: Path) -> None:
    """What this machine says of the mount stands beside the declaration; the exit says whether all is in order."""
    settings = Settings(tmp_path / "data", tmp_path / "cache")
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n"
        f"2 1 0:5 / {tmp_path} rw - nfs4 store.example:/leadbook rw\n"
        f"3 1 0:6 / {tmp_path}/other rw - tmpfs none rw\n"
    )
    _declare(settings)

    found = {each.store: each for each in locations(settings, mounts)}

    assert tuple(found) == STORES
    assert found["keys"].carried_by == "nfs4 store.example:/leadbook"
    assert [each.fault for each in found.values()] == [""] * 3
    more = replace(settings, publish_dir=tmp_path, database_url="postgresql://user:word@db.example/x")
    further = {each.store: each for each in locations(more, mounts)}
    assert further["database"].address == "db.example"
    assert "publication: expected country" in further["publication"].fault
    runner = CliRunner()
    said = runner.invoke(app, ["locate", "--data-dir", str(settings.data_dir)])
    assert (said.exit_code, "Asset" in said.output) == (0, True)
    (settings.data_dir / FILE).unlink()
    assert runner.invoke(app, ["locate", "--data-dir", str(settings.data_dir)]).exit_code == 1


def test_a_declaration_that_is_not_of_the_form_is_refused(tmp_path: Path) -> None:
    """An unknown store, another field and a broken file are named."""
    settings = Settings(tmp_path / "data", tmp_path / "cache")
    settings.data_dir.mkdir()
    for text in ("[cellar]\n", '[data]\ncolour = "red"\n', "[data]\ncountry = 1\n", "["):
        (settings.data_dir / FILE).write_text(text)
        with pytest.raises(SettingsError, match=FILE):
            locations(settings)
