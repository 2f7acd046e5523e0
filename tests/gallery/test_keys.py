"""The installation's keys."""

import stat
from pathlib import Path

import pytest

from gallery.keys import Keys, seal, unseal
from kernel_lib.errors import SettingsError


def test_keys_are_made_once_and_are_private(tmp_path: Path) -> None:
    """A second start loads the same keys, and only the service's user can read them."""
    first = Keys.open(tmp_path / "keys")

    second = Keys.open(tmp_path / "keys")

    assert first.master == second.master
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "keys").iterdir()} == {0o600}


@pytest.mark.parametrize("name", ["master.key", "signing.key", "identity.key"])
def test_keys_that_others_can_read_are_refused(tmp_path: Path, name: str) -> None:
    """A key that was open to others is no longer a secret."""
    Keys.open(tmp_path / "keys")
    (tmp_path / "keys" / name).chmod(0o640)

    with pytest.raises(SettingsError, match=name):
        Keys.open(tmp_path / "keys")


def test_one_key_alone_is_refused_and_no_other_is_made(tmp_path: Path) -> None:
    """A lost master key is not replaced in silence: every picture would be lost."""
    Keys.open(tmp_path / "keys")
    (tmp_path / "keys" / "master.key").unlink()

    with pytest.raises(SettingsError, match=r"signing\.key alone"):
        Keys.open(tmp_path / "keys")

    assert not (tmp_path / "keys" / "master.key").exists()


def test_an_older_installation_gets_an_identity_key_and_keeps_the_others(tmp_path: Path) -> None:
    """Master and signing key of the release before stay as they are."""
    first = Keys.open(tmp_path / "keys")
    (tmp_path / "keys" / "identity.key").unlink()

    second = Keys.open(tmp_path / "keys")

    assert (second.master, second.identity != first.identity) == (first.master, True)
    assert second.identity == Keys.open(tmp_path / "keys").identity


def test_keys_never_show_in_text(tmp_path: Path) -> None:
    """What could be printed by mistake holds no key."""
    keys = Keys.open(tmp_path / "keys")

    assert keys.master.hex() not in repr(keys)
    assert "identity" not in repr(keys)
    assert "master" not in repr(keys)


@pytest.mark.parametrize("change", ["key", "bytes", "about", "short"])
def test_sealed_bytes_open_only_unchanged_for_their_purpose(change: str) -> None:
    """Another key, another purpose, a flipped bit or a cut end are all refused."""
    key, sealed = b"k" * 32, seal(b"k" * 32, b"plain", "purpose")
    offered = {
        "key": (b"x" * 32, sealed, "purpose"),
        "bytes": (key, sealed[:-1] + bytes([sealed[-1] ^ 1]), "purpose"),
        "about": (key, sealed, "another"),
        "short": (key, sealed[:5], "purpose"),
    }[change]

    with pytest.raises(ValueError, match="sealed bytes"):
        unseal(*offered)

    assert unseal(key, sealed, "purpose") == b"plain"
