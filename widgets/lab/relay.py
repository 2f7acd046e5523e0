"""Hands bytes on between a socket that the lab's user may open and the service's, which only its own user may."""

import contextlib
import os
import socket
import threading
from pathlib import Path

_PIECE = 64 * 1024


class Relay:
    """A listening Unix socket whose connections reach the service.

    It adds no authority: what travels is what the caller could send itself, and the service asks for a bearer secret.
    """

    def __init__(self, listen_at: Path, service: Path, user: int, group: int) -> None:
        self._service = service
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(listen_at))
        os.chown(listen_at, user, group)
        listen_at.chmod(0o600)
        self._listener.listen()

    def start(self) -> None:
        """Serve in the background until the process ends or `close` is called."""
        threading.Thread(target=self._serve, name="relay", daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._join, args=(caller,), daemon=True).start()

    def _join(self, caller: socket.socket) -> None:
        with caller, socket.socket(socket.AF_UNIX) as service:
            try:
                service.connect(str(self._service))
            except OSError:
                return
            back = threading.Thread(target=_copy, args=(service, caller), daemon=True)
            back.start()
            _copy(caller, service)
            back.join()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(_PIECE):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
