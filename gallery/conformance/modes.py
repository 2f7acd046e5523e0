"""Files that are open to others than the service's user."""

from collections.abc import Iterator
from pathlib import Path


def loose(folder: Path, forbidden: int) -> Iterator[Path]:
    """Give a folder, and everything in it, whose mode has a forbidden bit; a link counts as itself."""
    for path in (folder, *folder.rglob("*")):
        if path.lstat().st_mode & forbidden:
            yield path
