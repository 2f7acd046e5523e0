"""Files of released reports, each under its hash and read-only; what changed on the disk is found when it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from audits.log import write_durably
from kernel_lib.errors import WrongState
from kernel_lib.hashing import sha256_hex

_READ_ONLY = 0o400


@dataclass(frozen=True)
class ReleasedFiles:
    """A folder of files named by their SHA-256."""

    folder: Path

    def put(self, contents: Mapping[str, bytes]) -> None:
        """Keep files; one that is there already is the same. Raises OSError when the folder cannot be written."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for content in contents.values():
            path = self.folder / sha256_hex(content)
            if not path.exists():
                write_durably(path, content)
                path.chmod(_READ_ONLY)

    def get(self, sha256: str) -> bytes:
        """Return a file. Raises WrongState when it is gone or no longer what was taken in."""
        path = self.folder / sha256
        content = path.read_bytes() if path.is_file() else b""
        if sha256_hex(content) != sha256:
            reason = f"The kept file {sha256[:12]}… is gone or was changed."
            raise WrongState("release.changed", reason, "Restore it from a backup; the log holds its hash.")
        return content

    def demand_whole(self, files: Mapping[str, str]) -> None:
        """Do nothing while every file is as it was taken in. Raises WrongState as `get` does."""
        for sha256 in files.values():
            self.get(sha256)
