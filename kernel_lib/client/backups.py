"""The routes of backups, one method a route."""

from collections.abc import Iterator
from contextlib import contextmanager

from kernel_lib.client.connection import Connection
from kernel_lib.wire.backup import BackupAsked, BackupChecked
from kernel_lib.wire.model import Recorded


class Backups:
    """Making a backup, for the administrator (M-10)."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask
        self._send = connection.stream

    @contextmanager
    def make(self, asked: BackupAsked) -> Iterator[Iterator[bytes]]:
        """Give a new backup piece by piece, encrypted. Raises LogUnavailable when the disk has no room."""
        with self._send("POST", "/backups", asked) as pieces:
            yield pieces

    def verified(self, checked: BackupChecked) -> Recorded:
        """Tell that the file was read again and is whole."""
        return self._ask("POST", "/backups/verified", Recorded, checked)
