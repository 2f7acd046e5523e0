"""Starting and stopping the server."""

import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.widgets.dashboards.conftest import Running, free_port
from tests.widgets.dashboards.fake_service import FakeService

MODULE = [sys.executable, "-m", "widgets.dashboards"]


def test_a_port_in_use_is_one_clear_line(service: FakeService, notebooks: Path) -> None:
    """Exit 2, which port, and what to do; no other port is taken instead."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [*MODULE, "--socket", str(service.socket), "--port", str(port), "--notebooks", str(notebooks)]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=30)

    assert ended.returncode == 2
    assert ended.stderr.splitlines() == [
        f"leadbook dashboards: port {port}: expected it to be free, got one in use; stop what uses it or give --port"
    ]


def test_missing_notebooks_are_one_clear_line(service: FakeService, tmp_path: Path) -> None:
    """Exit 2 and the option to give."""
    command = [*MODULE, "--socket", str(service.socket), "--notebooks", str(tmp_path / "none")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=30)

    assert ended.returncode == 2
    assert "give --notebooks" in ended.stderr


def test_sigterm_ends_the_server_and_its_kernels(
    service: FakeService, notebooks: Path, short_dir: Path, wait_until: Callable[..., None]
) -> None:
    """Nothing stays behind, neither process nor folder."""
    private = short_dir / "own"
    private.mkdir()
    port = free_port()
    command = [*MODULE, "--socket", str(service.socket), "--port", str(port), "--notebooks", str(notebooks)]
    env = {"PATH": "/usr/bin:/bin", "TMPDIR": str(private), "HOME": str(private)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)
    assert process.stdout is not None
    try:
        process.stdout.readline()
        running = Running(f"http://127.0.0.1:{port}", service, process, [], private)
        with running.sign_in("ines") as browser:
            kernel = running.open(browser)
    finally:
        process.send_signal(signal.SIGTERM)

    process.communicate(timeout=90)
    assert process.returncode == 0
    wait_until(lambda: not _processes_naming(kernel))
    assert list(private.glob("voila_*")) == []


def test_without_the_service_pages_say_so(notebooks: Path, short_dir: Path) -> None:
    """No page, no kernel, no traceback: one sentence and what to do."""
    port = free_port()
    command = [*MODULE, "--socket", str(short_dir / "none.sock"), "--port", str(port), "--notebooks", str(notebooks)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        process.stdout.readline()
        running = Running(f"http://127.0.0.1:{port}", FakeService(short_dir / "unused.sock"), process, [], short_dir)
        with running.client("some-secret") as browser:
            page = browser.get("/search", headers={"accept": "text/html"})
            form = browser.post(
                "/sign-in", data={"username": "ines", "password": "any"}, headers={"accept": "text/html"}
            )
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=90)

    for answer in (page, form):
        assert answer.status_code == 503
        assert "The Leadbook service does not answer." in answer.text
        assert "Traceback" not in answer.text


def test_the_server_ends_with_the_process_that_started_it(
    service: FakeService, notebooks: Path, wait_until: Callable[..., None]
) -> None:
    """When whoever started it is killed outright, it does not linger."""
    port = str(free_port())
    command = [*MODULE, "--socket", str(service.socket), "--port", port, "--notebooks", str(notebooks)]
    starter = f"import subprocess,sys; p=subprocess.Popen({[*command, '--end-with-parent']!r}); p.wait()"
    parent = subprocess.Popen([sys.executable, "-c", starter], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    parent.stdout.readline()
    parent.kill()
    parent.wait()

    wait_until(lambda: not _processes_naming(port))
    parent.stdout.close()


def _processes_naming(word: str) -> list[Path]:
    def line(process: Path) -> str:
        try:
            return (process / "cmdline").read_text()
        except OSError:
            return ""

    return [
        process
        for process in Path("/proc").glob("[0-9]*")
        if word in line(process).split("\0") or f"kernel-{word}" in line(process)
    ]
