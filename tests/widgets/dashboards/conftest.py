"""A running dashboards server with a stand-in for the service behind it."""

import json
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import nbformat
import pytest

from tests.widgets.dashboards.fake_service import PASSWORD, FakeService

NOTEBOOK = """
import os
from pathlib import Path
import ipywidgets
from kernel_lib.client import Client
client = Client.from_env()
label = ipywidgets.Label(value=client.resolve().username)
dump = Path(os.environ["HOME"]) / f"{os.getpid()}.env"
dump.write_text(Path("/proc/self/environ").read_text())
label
"""


@dataclass
class Running:
    """The server as tests see it."""

    url: str
    service: FakeService
    process: subprocess.Popen[str]
    routes: list[tuple[str, str, str]]
    private: Path

    def client(self, secret: str | None = None) -> httpx.Client:
        """Return a browser that is nobody, or that holds a session's cookie."""
        cookies = {"leadbook_session": secret} if secret else {}
        return httpx.Client(base_url=self.url, cookies=cookies, headers={"origin": self.url}, timeout=20)

    @contextmanager
    def sign_in(self, username: str) -> Iterator[httpx.Client]:
        """Give the browser of somebody who has just signed in."""
        with self.client() as browser:
            answer = browser.post("/sign-in", data={"username": username, "password": PASSWORD})
            assert answer.status_code == 303, answer.text
            yield browser

    def open(self, browser: httpx.Client, path: str = "/") -> str:
        """Open a page and return the id of its kernel."""
        page = browser.get(path, headers={"accept": "text/html"})
        found = re.search(r'"kernelId": "([0-9a-f-]+)"', page.text)
        assert found, page.text
        return found.group(1)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def notebooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one small notebook for each page, one that fails, and one that must never be shown."""
    folder = tmp_path_factory.mktemp("notebooks")
    for name in ("home", "search", "approvals", "review", "leads", "requests", "case", "audit", "secret"):
        code = "raise ValueError('inner words')" if name == "leads" else NOTEBOOK
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
        nbformat.write(notebook, folder / f"{name}.ipynb")
    return folder


@pytest.fixture(scope="session")
def short_dir() -> Iterator[Path]:
    """A folder whose path is short enough for Unix sockets."""
    with tempfile.TemporaryDirectory(prefix="lb", dir="/tmp") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def service(short_dir: Path) -> Iterator[FakeService]:
    """A stand-in for the service."""
    with FakeService(short_dir / "service.sock") as running:
        yield running


@pytest.fixture(scope="session")
def server(service: FakeService, notebooks: Path, short_dir: Path) -> Iterator[Running]:
    """The real dashboards server as a process of its own."""
    port, table = free_port(), short_dir / "routes.json"
    command = [sys.executable, str(Path(__file__).with_name("serve.py")), "--socket", str(service.socket)]
    command += ["--port", str(port), "--notebooks", str(notebooks), str(table)]
    env = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(short_dir),
        "TMPDIR": str(short_dir),
        "SERVER_SECRET": "never handed on",
    }
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)
    assert process.stdout is not None
    assert "http://127.0.0.1" in process.stdout.readline()
    private = next(short_dir.glob("voila_*"))
    yield Running(f"http://127.0.0.1:{port}", service, process, json.loads(table.read_text()), private)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=90)
