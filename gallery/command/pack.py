"""Fetch a disclosure pack through the service, and let its own verifier check what was written."""

from pathlib import Path

from gallery.disclosure.pack import write_pack
from gallery.disclosure.verify import check
from kernel_lib.client import Client
from kernel_lib.errors import LeadbookError
from kernel_lib.hashing import sha256_of_file
from kernel_lib.wire.disclosure import PackAsked, PackView


class PackNotWritten(LeadbookError):
    """The file cannot be written, or is not the pack that the service sealed."""


def fetch_pack(client: Client, case: str, asked: PackAsked, path: Path) -> PackView:
    """Build the pack of a case and write it to `path`.

    Raises:
        PackNotWritten: the file is there already, cannot be written, or is not as sealed.
        LeadbookError: the service said no, or did not answer.
    """
    if path.exists():
        raise PackNotWritten(f"{path}: expected a new file, got one that is there; choose another name")
    if not path.absolute().parent.is_dir():
        raise PackNotWritten(f"{path.absolute().parent}: expected a folder, got none; make it first")
    made = client.disclosure.build(case, asked)
    try:
        write_pack(client.disclosure.download(made.id), path)
    except OSError as error:
        raise PackNotWritten(f"{path}: expected to be written, got: {error.strerror or error}") from error
    faults, _ = check(path)
    if faults or sha256_of_file(path) != made.sha256:
        raise PackNotWritten(f"{path}: expected the pack as sealed, got: {'; '.join(faults) or 'another file'}")
    return made
