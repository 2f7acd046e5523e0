"""What consents and checks need: casework, whose searches they look at, and the store that no search knows."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from gallery.casework.means import Casework
from gallery.images.store import Images, Registered, unlisted
from gallery.keys import own_key
from gallery.rules.staff_check import StaffCheckRules
from kernel_lib.errors import SettingsError

KEY_NAME = "staff.key"


@dataclass(frozen=True)
class Staff:
    """`store` holds the pictures of staff under a key of its own, apart from every picture of the gallery."""

    casework: Casework
    store: Images

    @property
    def rules(self) -> StaffCheckRules:
        """How often, from which similarity, and what consent says."""
        return self.casework.rules.staff_check


def open_store(gallery_dir: Path, keys_dir: Path, held: Collection[str], registered: Registered = unlisted) -> Images:
    """Open the store, and destroy what no consent holds: that of a consent that ended while the service was killed.

    Raises:
        SettingsError: pictures of staff are held and their key is missing.
    """
    folder = gallery_dir / "staff"
    if held and not (keys_dir / KEY_NAME).exists():
        raise SettingsError(f"keys: expected {KEY_NAME}, got none, while pictures of staff are held; restore it")
    store = Images(folder, own_key(keys_dir, KEY_NAME), registered)
    store.sweep(held)
    return store
