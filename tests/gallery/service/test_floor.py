"""What must hold of the data folder before anything in it is opened."""

from pathlib import Path

import pytest

from gallery.service.floor import open_floor
from kernel_lib.errors import SettingsError
from kernel_lib.settings import Settings


@pytest.mark.parametrize("mode", [0o777, 0o775, 0o702])
def test_a_data_folder_that_others_can_write_to_is_refused(tmp_path: Path, mode: int) -> None:
    """Whoever can write there could put their own log, keys or socket in place of ours; nothing is made in it."""
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(mode)

    with pytest.raises(SettingsError, match="chmod 700"):
        open_floor(Settings(folder, tmp_path / "cache"))

    assert list(folder.iterdir()) == []


def test_a_data_folder_that_others_may_only_look_into_is_opened(tmp_path: Path) -> None:
    """What lies in it is closed to others by itself."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)

    floor = open_floor(Settings(folder, tmp_path / "cache"))
    floor.close()

    assert (folder / "keys").stat().st_mode & 0o077 == 0
