"""The real process on its real socket, with the real models."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from audits.segments import read
from gallery.service.unix import listen
from kernel_lib.client import Client
from kernel_lib.errors import SettingsError, SignInRequired
from kernel_lib.settings import Settings


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data folder of its own, with the models of this machine."""
    return Settings(tmp_path_factory.mktemp("process") / "data", Settings.from_env().cache_dir)


@pytest.fixture(scope="module")
def service(settings: Settings) -> Iterator["subprocess.Popen[str]"]:
    """The service, started and ready; ended by SIGTERM."""
    with _start(settings) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"leadbook service: ready on {settings.socket}\n"
        yield process
        process.terminate()


@pytest.mark.journey
def test_the_socket_is_for_the_services_user_only(service: "subprocess.Popen[str]", settings: Settings) -> None:
    """Folder 0700, socket 0600, and every file of the installation closed to others."""
    assert stat.S_IMODE(settings.socket.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(settings.socket.stat().st_mode) == 0o600
    open_to_others = [path for path in settings.data_dir.rglob("*") if path.lstat().st_mode & 0o077]
    assert open_to_others == []


@pytest.mark.journey
def test_a_second_service_on_the_same_data_is_refused(service: "subprocess.Popen[str]", settings: Settings) -> None:
    """It ends with one line that says what to do, and the first one goes on answering."""
    second = subprocess.run(_command(settings), capture_output=True, text=True, check=False, timeout=60)

    assert second.returncode == 1
    assert "held by another process" in second.stderr
    assert "Traceback" not in second.stderr
    with Client(settings.socket) as nobody, pytest.raises(SignInRequired):
        nobody.resolve()


@pytest.mark.journey
def test_it_ends_in_good_order_and_takes_a_stale_socket_over(tmp_path: Path) -> None:
    """SIGTERM: the stop is recorded and the socket gone. After kill -9 the socket left behind is replaced."""
    settings = Settings(tmp_path / "data", Settings.from_env().cache_dir)
    for ending in (signal.SIGKILL, signal.SIGTERM):
        with _start(settings) as process:
            assert process.stdout is not None
            assert "ready" in process.stdout.readline()
            process.send_signal(ending)

    assert process.returncode == 0
    assert not settings.socket.exists()
    acts = [entry.event.act for entry in read(settings.audit_dir)]
    assert acts == ["service_started", "log_gap", "service_started", "service_stopped"]


def test_a_socket_that_somebody_answers_on_is_not_taken(tmp_path: Path) -> None:
    """A running service keeps its socket; a stale one, or any file in its place, is replaced."""
    path = tmp_path / "run" / "service.sock"
    first = listen(path)

    with pytest.raises(SettingsError, match="one answers"):
        listen(path)

    first.close()
    listen(path).close()


def test_a_first_administrator_is_made_once(tmp_path: Path) -> None:
    """The password is told on standard output; the second time is refused and changes nothing."""
    settings = Settings(tmp_path / "data", tmp_path)
    commands = (
        [*_command(settings), "bootstrap", "--username", "chief", "--json"],
        [*_command(settings)[:3], "bootstrap", "--data-dir", str(settings.data_dir)],
    )

    first, second = (
        subprocess.run(each, capture_output=True, text=True, check=False, timeout=60, env=_env(settings))
        for each in commands
    )

    assert first.returncode == 0, first.stderr
    assert '"username": "chief"' in first.stdout
    assert (second.returncode, second.stdout) == (1, "")
    assert "has accounts already" in second.stderr


@pytest.mark.parametrize("fault", ["model", "key", "work tree"])
def test_an_installation_that_is_not_as_it_must_be_stops_with_one_line(tmp_path: Path, fault: str) -> None:
    """A missing model, an open key, or data inside a git work tree: said in words, without a traceback."""
    settings = Settings(tmp_path / "data", tmp_path / "cache" if fault != "key" else Settings.from_env().cache_dir)
    if fault == "key":
        settings.keys_dir.mkdir(parents=True)
        (settings.keys_dir / "master.key").write_bytes(b"k" * 32)
    if fault == "work tree":
        (tmp_path / ".git").mkdir()

    ended = subprocess.run(
        _command(settings), capture_output=True, text=True, check=False, timeout=60, env=_env(settings)
    )

    assert ended.returncode == 1
    assert ended.stderr.startswith("leadbook service: ")
    assert "Traceback" not in ended.stderr


def _start(settings: Settings) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        _command(settings), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=_env(settings)
    )


def _command(settings: Settings) -> list[str]:
    return [sys.executable, "-m", "gallery.service", "--data-dir", str(settings.data_dir)]


def _env(settings: Settings) -> dict[str, str]:
    # A home of its own: a data folder that was not passed on would otherwise be the user's.
    return {**os.environ, "HOME": str(settings.data_dir.parent), "LEADBOOK_CACHE_DIR": str(settings.cache_dir)}
