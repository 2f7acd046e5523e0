"""The backup in `leadbook demo --check`: made before a picture is destroyed, put back after; the picture stays away."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gallery.command.backup import back_up
from gallery.command.installation import Installation, Say, signed_in
from gallery.command.people import ADMINISTRATOR
from gallery.command.processes import Children, start_service
from gallery.command.restore import Asked, restore
from gallery.command.scan import places
from kernel_lib.settings import Settings


@dataclass(frozen=True)
class PutBack:
    """What came of it: lineages destroyed again, pictures held then, and places in which a marker was found."""

    destroyed: int
    pictures: int
    places: tuple[str, ...]


def keep(made: Installation, folder: Path) -> Path:
    """Back the running demonstration up into a folder, as its administrator."""
    with signed_in(made.settings, ADMINISTRATOR, made.passwords[ADMINISTRATOR]) as administrator:
        path, _, _ = back_up(administrator, made.settings, folder)
    return path


def put_back(made: Installation, backup: Path, markers: Sequence[str], say: Say, database: str = "") -> PutBack:
    """Restore the old backup beside it, start a service on it, and look for the destroyed picture everywhere."""
    own = made.settings
    into = backup.parent / "restored"
    asked = Asked(
        backup, into, own.keys_dir / "backup.key", own.keys_dir, own.publish_dir or own.audit_dir, database=database
    )
    done = restore(asked, own.cache_dir)
    settings = Settings(into, own.cache_dir, database_url=database)
    with Children() as children:
        start_service(children, settings)
        with signed_in(settings, "clerk", made.passwords["clerk"]) as clerk:
            pictures = clerk.status().pictures
        found = tuple(f"{place.file.name}: {place.form}" for place in places(settings, markers))
    say(f"  old backup restored: {done.destroyed} destroyed again, markers in {len(found)} place(s)")
    return PutBack(done.destroyed, pictures, found)
