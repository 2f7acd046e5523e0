"""Where data, keys and backups lie: what the installation declares, beside what this machine says of each place (M-01).

    <data folder>/locations.toml
    [data]
    country = "CA"
    place = "Own data centre, Toronto, room 2"
    proof = "Asset register 2026-117"

One table each for `data`, `keys` and `backups`; `publication`, `database` and `workers` where the installation has
them.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import make_url

from kernel_lib.errors import SettingsError
from kernel_lib.settings import Settings

FILE = "locations.toml"
CANADA = "CA"

_FIELDS = ("country", "place", "proof")
_MOUNTS = Path("/proc/self/mountinfo")


@dataclass(frozen=True)
class Location:
    """One store: its address here, what carries it by this machine's own account, and what was declared of it."""

    store: str
    address: str
    carried_by: str
    country: str = ""
    place: str = ""
    proof: str = ""

    @property
    def fault(self) -> str:
        """What is wrong with the declaration, or ""."""
        lacking = [name for name in _FIELDS if not getattr(self, name)]
        if lacking:
            return f"{self.store}: expected {', '.join(lacking)} in {FILE}, got none"
        if self.country != CANADA:
            return f"{self.store}: expected a place in Canada (CA), got {self.country}"
        return ""


def locations(settings: Settings, mounts: Path = _MOUNTS) -> tuple[Location, ...]:
    """Return every store with what is declared of it.

    Raises:
        SettingsError: the declaration cannot be read, or declares a store that the installation does not have.
    """
    stores = dict(_stores(settings))
    declared = _declared(settings.data_dir / FILE)
    unknown = sorted(set(declared) - set(stores))
    if unknown:
        raise SettingsError(f"{FILE}: expected {', '.join(stores)}, got {', '.join(unknown)}")
    carried = mounts.read_text() if mounts.exists() else ""
    return tuple(
        Location(store, address, _carrier(address, carried), **declared.get(store, {}))
        for store, address in stores.items()
    )


def demand_located(settings: Settings) -> None:
    """Refuse to go on while a store is undeclared or outside Canada. Raises SettingsError that names each."""
    faults = [each.fault for each in locations(settings) if each.fault]
    if faults:
        raise SettingsError("; ".join(faults) + f"; declare each store in {settings.data_dir / FILE}")


# Private


def _stores(settings: Settings) -> Iterator[tuple[str, str]]:
    yield "data", str(settings.data_dir)
    yield "keys", str(settings.keys_dir)
    yield "backups", ""
    if settings.publish_dir:
        yield "publication", str(settings.publish_dir)
    if settings.database_url:
        url = make_url(settings.database_url)
        yield "database", str(url.query.get("host") or url.host or "this machine")
    if settings.dask_address:
        yield "workers", urlsplit(settings.dask_address).hostname or ""


def _declared(path: Path) -> dict[str, dict[str, str]]:
    try:
        told: Mapping[str, Any] = tomllib.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingsError(f"{FILE}: expected a table a store, got {type(error).__name__}") from error
    for store, held in told.items():
        if not isinstance(held, dict) or set(held) - set(_FIELDS) or not all(isinstance(v, str) for v in held.values()):
            raise SettingsError(f"{FILE}, {store}: expected {', '.join(_FIELDS)} as text, got something else")
    return {store: {name: text.strip() for name, text in held.items()} for store, held in told.items()}


def _carrier(address: str, mounts: str) -> str:
    """Return file system and source of the mount under an address, such as `ext4 /dev/sda1`; "" where there is none."""
    if not address.startswith("/"):
        return ""
    path, found = Path(address), ("", "")
    for line in mounts.splitlines():
        head, _, tail = line.partition(" - ")
        point = head.split()[4]
        if (path == Path(point) or Path(point) in path.parents) and len(point) >= len(found[0]):
            found = (point, " ".join(tail.split()[:2]))
    return found[1]
