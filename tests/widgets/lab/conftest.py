"""A running lab server with a stand-in for the service behind it."""

import json
import signal
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

from tests.widgets.dashboards.conftest import free_port
from tests.widgets.dashboards.fake_service import PASSWORD, FakeService


@dataclass
class RunningLab:
    """The lab as tests see it."""

    url: str
    service: FakeService
    routes: list[tuple[str, str, str]]
    work: Path

    def client(self) -> httpx.Client:
        """Return a browser that is nobody."""
        return httpx.Client(base_url=self.url, headers={"origin": self.url}, timeout=20)

    @contextmanager
    def sign_in(self, username: str) -> Iterator[httpx.Client]:
        """Give the browser of somebody who has just signed in, and sign out at the end."""
        with self.client() as browser:
            answer = browser.post("/sign-in", data={"username": username, "password": PASSWORD})
            assert answer.status_code == 303, answer.text
            yield browser
            browser.post("/sign-out")


@pytest.fixture(scope="session")
def lab() -> Iterator[RunningLab]:
    """The real lab server as a process of its own."""
    with tempfile.TemporaryDirectory(prefix="ll", dir="/tmp") as folder:
        short = Path(folder)
        notebooks = short / "investigations"
        notebooks.mkdir()
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")]), notebooks / "start.ipynb")
        with FakeService(short / "service.sock") as service:
            yield from _serve(service, notebooks, short)


def _serve(service: FakeService, notebooks: Path, short: Path) -> Iterator[RunningLab]:
    port, table, work = free_port(), short / "routes.json", short / "work"
    command = [sys.executable, str(Path(__file__).with_name("serve.py")), "--socket", str(service.socket), "--as-is"]
    command += ["--port", str(port), "--notebooks", str(notebooks), "--work", str(work), str(table)]
    env = {"PATH": "/usr/bin:/bin", "HOME": str(short), "SERVER_SECRET": "never handed on"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)
    assert process.stdout is not None
    assert "http://localhost" in process.stdout.readline()
    yield RunningLab(f"http://localhost:{port}", service, json.loads(table.read_text()), work)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 0


@pytest.fixture
def short_socket_dir() -> Iterator[Path]:
    """A folder whose path is short enough for Unix sockets."""
    with tempfile.TemporaryDirectory(prefix="lr", dir="/tmp") as folder:
        yield Path(folder)
