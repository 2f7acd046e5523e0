"""The Unix socket: in a folder of the service's user only, never shared, never taken from a running service."""

import os
import socket
from pathlib import Path

from kernel_lib.errors import SettingsError

_BACKLOG = 128


def listen(path: Path) -> socket.socket:
    """Bind and listen; a socket that nobody answers on is replaced.

    Raises:
        SettingsError: a service answers there already, the folder is open to others, or the path cannot be bound.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    if path.exists():
        _demand_stale(path)
        path.unlink()
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        door.bind(str(path))
    except OSError as error:
        door.close()
        raise SettingsError(
            f"socket {path}: expected to bind it, got {error.strerror}; check the data folder"
        ) from error
    finally:
        os.umask(before)
    door.listen(_BACKLOG)
    return door


def _demand_stale(path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return
    raise SettingsError(f"socket {path}: expected no service on it, one answers; stop it first")
