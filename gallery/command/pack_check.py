"""Try packs as a stranger would: by the program inside, in a Python without Leadbook; then with one bit changed."""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from gallery.command.pack import fetch_pack
from kernel_lib.client import Client
from kernel_lib.wire.disclosure import PackAsked


def try_pack(client: Client, occurrence_number: str) -> tuple[int, int]:
    """Build and fetch the pack of a case; return its verifier's exit status, whole and with one bit changed."""
    with tempfile.TemporaryDirectory(prefix="leadbook-pack-") as folder:
        path, program = Path(folder) / "pack.zip", Path(folder) / "verify.py"
        fetch_pack(client, occurrence_number, PackAsked(), path)
        with zipfile.ZipFile(path) as pack:
            program.write_bytes(pack.read("verify.py"))
        whole = _run(program, path)
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(bytes(content))
        return whole, _run(program, path)


def _run(program: Path, path: Path) -> int:
    arguments = [sys.executable, "-I", "-S", str(program), str(path)]
    return subprocess.run(arguments, capture_output=True, check=False).returncode
