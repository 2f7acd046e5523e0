"""Ports, parents and folders: what a server checks before it starts, said in one clear line."""

import errno
import os
import socket
from collections.abc import Callable
from pathlib import Path

from tornado.ioloop import PeriodicCallback

from kernel_lib.errors import SettingsError

_LOOK_EVERY = 1000


def demand_free(port: int) -> None:
    """Raise SettingsError when the port on 127.0.0.1 cannot be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise cannot_listen(port, error) from error


def cannot_listen(port: int, error: OSError) -> SettingsError:
    """Put a failure to listen into words."""
    if error.errno == errno.EADDRINUSE:
        return SettingsError(f"port {port}: expected it to be free, got one in use; stop what uses it or give --port")
    return SettingsError(f"port {port}: expected to listen on it, got {error.strerror}; give --port")


def refuse_work_tree(folder: Path) -> None:
    """Raise SettingsError for a folder inside a git work tree, where it could be committed or cleaned away."""
    for parent in (folder, *folder.parents):
        if (parent / ".git").exists():
            raise SettingsError(f"work folder: expected a place outside any git work tree, got {folder}; give --work")


def stop_without_parent(parent: int, stop: Callable[[], None]) -> None:
    """From now on look every second whether the process that started this one still lives, and stop when not."""
    PeriodicCallback(lambda: None if os.getppid() == parent else stop(), _LOOK_EVERY).start()
