"""What an analyst's code reaches when the lab runs as a user of its own: the service's door, and nothing beside it."""

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.widgets.dashboards.conftest import free_port
from tests.widgets.dashboards.fake_service import PASSWORD, FakeService
from tests.widgets.lab.kernel import run_in_kernel

ROOT = Path(__file__).resolve().parents[3]
OTHER = "nobody"

HOSTILE = """
import json, os, socket, duckdb
def tried(act):
    try:
        act()
    except Exception as error:
        return type(error).__name__
    return "REACHED"
data = {data!r}
def sql(statement):
    if not duckdb.connect().execute(statement).fetchall():
        raise FileNotFoundError("DuckDB shows a file that it may not read as none")
def call(path):
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(path)
acts = {{
    "list": lambda: os.listdir(data),
    "key": lambda: open(data + "/keys/master.key").read(),
    "log": lambda: open(data + "/audit/000001.jsonl").read(),
    "records": lambda: sql("select * from read_blob('" + data + "/gallery/records.sqlite')"),
    "attach": lambda: sql("attach '" + data + "/analytics/log.duckdb' as stolen"),
    "glob": lambda: sql("select file from glob('" + data + "/*')"),
    "socket": lambda: call({socket!r}),
    "write": lambda: open(data + "/audit/more", "w"),
    "become": lambda: os.setuid(0),
    "environment": lambda: open("/proc/{parent}/environ").read(),
    "memory": lambda: open("/proc/{parent}/mem", "rb").read(1),
}}
found = {{"uid": os.getuid(), "secret": "SERVER_SECRET" in os.environ}}
print(json.dumps(found | {{name: tried(act) for name, act in acts.items()}}))
"""


@dataclass
class Apart:
    """A lab under another user: where it answers, and the data folder that it must not reach."""

    url: str
    data: Path
    service: FakeService
    process: int


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    """The real lab as root starts it, beside a data folder such as the service makes."""
    with tempfile.TemporaryDirectory(prefix="la", dir="/tmp") as folder:
        home = Path(folder)
        home.chmod(0o755)
        python = _python_for_others(home)
        data, notebooks, work = home / "data", home / "notebooks", home / "work"
        _fill(data)
        for each in (notebooks, work):
            each.mkdir(mode=0o755)
        shutil.chown(work, OTHER)
        with FakeService(data / "run" / "service.sock") as service:
            port = free_port()
            command = [python, "-m", "widgets.lab", "--socket", str(service.socket), "--port", str(port)]
            command += ["--notebooks", str(notebooks), "--work", str(work), "--user", OTHER]
            env = {"PATH": "/usr/bin:/bin", "SERVER_SECRET": "never handed on"}
            process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env, cwd="/")
            assert process.stdout is not None
            said = [process.stdout.readline() for _ in range(2)]
            assert "apart from the service" in said[0], said
            yield Apart(f"http://localhost:{port}", data, service, process.pid)
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=20)


@pytest.mark.proves("W-24")
def test_a_hostile_kernel_reaches_nothing_of_the_installation(apart: Apart) -> None:
    """Keys, log, records, snapshots and the service's socket: each way in is tried from a real kernel, and fails."""
    code = HOSTILE.format(data=str(apart.data), socket=str(apart.service.socket), parent=apart.process)
    with httpx.Client(base_url=apart.url, headers={"origin": apart.url}, timeout=20) as browser:
        browser.post("/sign-in", data={"username": "ana", "password": PASSWORD})
        kernel = browser.post("/api/kernels").json()["id"]

        found = json.loads(run_in_kernel(apart.url, browser.cookies["leadbook_lab_session"], kernel, code))

        browser.post("/sign-out")
    assert found.pop("uid") == pwd.getpwnam(OTHER).pw_uid
    assert found.pop("secret") is False
    assert {name for name, outcome in found.items() if outcome == "REACHED"} == set()
    assert len(found) == 11


@pytest.mark.proves("W-24")
def test_the_kernel_of_another_user_still_speaks_to_the_service(apart: Apart) -> None:
    """Through the relay, with its ticket: the door is open to who is signed in."""
    code = "from kernel_lib.client import Client; print(Client.from_env().resolve().username)"
    with httpx.Client(base_url=apart.url, headers={"origin": apart.url}, timeout=20) as browser:
        browser.post("/sign-in", data={"username": "ana", "password": PASSWORD})
        kernel = browser.post("/api/kernels").json()["id"]

        said = run_in_kernel(apart.url, browser.cookies["leadbook_lab_session"], kernel, code)

        browser.post("/sign-out")
    assert said.strip() == "ana"


def _fill(data: Path) -> None:
    """Make what a service's data folder holds, with the modes that the service gives."""
    for name in ("keys", "audit", "gallery", "analytics", "run"):
        (data / name).mkdir(mode=0o700, parents=True)
    data.chmod(0o700)
    for name in ("keys/master.key", "audit/000001.jsonl", "gallery/records.sqlite", "analytics/log.duckdb"):
        (data / name).write_text("secret")


def _python_for_others(folder: Path) -> str:
    """Return an interpreter that another user may run with these packages, or skip."""
    if os.getuid() != 0:
        pytest.skip("only root can start the lab as another user")
    system = f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, _beside(system, folder)):
        tried = [python, "-c", "import widgets.lab, ipykernel, duckdb"]
        try:
            subprocess.run(tried, env={"PATH": "/usr/bin:/bin"}, cwd="/", check=True, capture_output=True, user=OTHER)
        except (OSError, subprocess.CalledProcessError):
            continue
        return python
    pytest.skip("no interpreter here that another user may run with these packages")


def _beside(system: str, folder: Path) -> str:
    """Return the system's interpreter with the packages of this one: an environment as an installer would make it."""
    packages = next(each for each in sys.path if each.endswith("site-packages"))
    site = folder / "venv" / "lib" / Path(system).name / "site-packages"
    site.mkdir(parents=True)
    (site / "these.pth").write_text(f"{packages}\n{ROOT}\n")
    (folder / "venv" / "bin").mkdir()
    (folder / "venv" / "pyvenv.cfg").write_text("home = /usr/bin\ninclude-system-site-packages = false\n")
    (folder / "venv" / "bin" / "python").symlink_to(system)
    return str(folder / "venv" / "bin" / "python")
