"""One private kernel for one run: its own folder, sockets, environment and ticket."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop, run_sync

from kernel_lib.errors import ReportError
from kernel_lib.settings import SOCKET_PATH_LIMIT
from kernel_lib.words.language import DEFAULT, Language
from kernel_lib.words.spoken import VARIABLE

ALLOWED = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "PYTHONPATH", "VIRTUAL_ENV", "FONTCONFIG_FILE")
"""What a kernel inherits. Everything else of the caller's environment stays outside."""


@dataclass(frozen=True)
class PrivateKernel:
    """A kernel not yet started: its manager, its whole environment and its working folder."""

    manager: AsyncKernelManager
    environment: dict[str, str]
    work: Path


@contextmanager
def private_kernel(socket: Path, ticket: str, language: Language = DEFAULT) -> Iterator[PrivateKernel]:
    """Give a kernel manager for one run; end the kernel and remove its folder whatever happens.

    Sockets lie in a folder of mode 0700, because kernels that share a folder take each other's messages. If this
    process is killed, the kernel sees its parent go and ends within about a second.

    Raises:
        ReportError: the folder for temporary files has too long a path for a socket.
    """
    folder = Path(tempfile.mkdtemp(prefix="leadbook-"))
    loop = ensure_event_loop()
    try:
        _refuse_long(folder)
        work = folder / "work"
        work.mkdir()
        manager = AsyncKernelManager(
            kernel_name="python3", transport="ipc", ip=str(folder / "k"), connection_file=str(folder / "kernel.json")
        )
        try:
            environment = environment_for_kernel(os.environ, folder, socket, ticket)
            yield PrivateKernel(manager, {**environment, VARIABLE: language}, work)
        finally:
            if manager.has_kernel:
                run_sync(manager.shutdown_kernel)(now=True)
            run_sync(manager.cleanup_resources)()
    finally:
        if not loop.is_running():
            loop.close()
            asyncio.set_event_loop(None)
        shutil.rmtree(folder, ignore_errors=True)


def environment_for_kernel(env: Mapping[str, str], folder: Path, socket: Path, ticket: str) -> dict[str, str]:
    """Return a kernel's whole environment: the allow-list, the service's socket and a ticket that works once."""
    inherited = {name: env[name] for name in ALLOWED if name in env}
    return {
        "PATH": os.defpath,
        "PYTHONSAFEPATH": "1",
        **inherited,
        # The user's own start-up scripts and history are no part of a report.
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "LEADBOOK_SOCKET": str(socket),
        "LEADBOOK_TICKET": ticket,
    }


def _refuse_long(folder: Path) -> None:
    length = len(os.fsencode(folder / "k-00000"))
    if length >= SOCKET_PATH_LIMIT:
        raise ReportError(
            f"temporary folder: expected a path under {SOCKET_PATH_LIMIT} bytes for sockets, got {length}; "
            "set TMPDIR to a shorter one"
        )
