"""Where data lives, and where it must not."""

from pathlib import Path

import pytest

from kernel_lib.errors import SettingsError
from kernel_lib.settings import Settings


def test_the_environment_names_the_folders(tmp_path: Path) -> None:
    """Both folders come from the environment."""
    env = {"LEADBOOK_DATA_DIR": str(tmp_path / "d"), "LEADBOOK_CACHE_DIR": str(tmp_path / "c"), "HOME": str(tmp_path)}

    settings = Settings.from_env(env)

    assert settings.data_dir == tmp_path / "d"
    assert settings.models_dir == tmp_path / "c" / "models"


def test_without_a_word_the_users_own_folders_are_used(tmp_path: Path) -> None:
    """The defaults follow the user's home."""
    settings = Settings.from_env({"HOME": str(tmp_path)})

    assert settings.data_dir == tmp_path / ".local/share/leadbook"
    assert settings.cache_dir == tmp_path / ".cache/leadbook"


def test_a_data_folder_in_a_work_tree_is_refused(tmp_path: Path) -> None:
    """Data beside code could be committed or cleaned away."""
    (tmp_path / ".git").mkdir()

    with pytest.raises(SettingsError, match="outside any git work tree"):
        Settings.from_env({"HOME": str(tmp_path)}, data_dir=tmp_path / "data")


def test_a_socket_path_too_long_for_the_system_is_refused(tmp_path: Path) -> None:
    """The message says the limit and what to change."""
    settings = Settings(tmp_path / ("x" * 120), tmp_path)

    with pytest.raises(SettingsError, match="at most 107 bytes"):
        _ = settings.socket


def test_every_folder_is_under_data_or_cache(tmp_path: Path) -> None:
    """Nothing is kept elsewhere."""
    settings = Settings(tmp_path / "data", tmp_path / "cache")

    kept = [
        settings.audit_dir,
        settings.gallery_dir,
        settings.keys_dir,
        settings.index_dir,
        settings.analytics_dir,
        settings.reports_dir,
        settings.socket,
    ]

    assert all(path.is_relative_to(settings.data_dir) for path in kept)
    assert settings.photographs_dir.is_relative_to(settings.cache_dir)
