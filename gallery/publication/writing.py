"""Putting files in place of those that were published before: each whole, or not at all."""

from collections.abc import Mapping
from pathlib import Path

from audits.log import write_durably

_READABLE, _PAGE = 0o755, 0o644


def replace_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write each file beside its place and rename it. Raises OSError when the folder cannot be written."""
    folder.mkdir(mode=_READABLE, parents=True, exist_ok=True)
    for name, content in files.items():
        write_durably(folder / name, content)
        (folder / name).chmod(_PAGE)
