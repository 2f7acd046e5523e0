"""Running the lab as an operating-system user of its own, because analysts run code there."""

import os
import pwd
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kernel_lib.errors import SettingsError
from widgets.lab.relay import Relay

DEFAULT_USER = "leadbook-analyst"


@dataclass(frozen=True)
class Separation:
    """Whether the lab gets a user of its own, and in words why or why not. `user` is None when it does not."""

    user: pwd.struct_passwd | None
    words: str


def decide(asked_for: str | None) -> Separation:
    """Decide under which user the lab runs.

    Raises:
        SettingsError: a user was asked for by name and cannot be used.
    """
    name = asked_for or DEFAULT_USER
    try:
        user = pwd.getpwnam(name)
    except KeyError:
        if asked_for:
            raise SettingsError(
                f"--user: expected a user of this machine, got {asked_for!r}; create it first"
            ) from None
        return Separation(
            None,
            f"There is no user {DEFAULT_USER!r}: analysts' code runs as the user who started this. "
            "Create that user and start the lab as root to keep it apart.",
        )
    if user.pw_uid == os.getuid():
        return Separation(None, f"The lab runs as {name!r}.")
    if os.getuid() != 0:
        if asked_for:
            raise SettingsError(f"--user {name}: expected to be root to become another user, got uid {os.getuid()}")
        return Separation(None, f"Not started as root: analysts' code runs as this user and not as {name!r}.")
    return Separation(user, f"The lab runs as {name!r}, apart from the service.")


def run_apart(user: pwd.struct_passwd, service: Path, arguments: list[str]) -> int:
    """Run the lab as another user, with a relay to the service's socket, and return its exit status.

    Raises:
        SettingsError: that user cannot run this Python.
    """
    with tempfile.TemporaryDirectory(prefix="lb-lab-", dir="/tmp") as folder:  # short, 0700, random name
        os.chown(folder, user.pw_uid, user.pw_gid)
        relay = Relay(Path(folder) / "service.sock", service, user.pw_uid, user.pw_gid)
        relay.start()
        command = [sys.executable, "-m", "widgets.lab", *arguments, "--socket", f"{folder}/service.sock", "--as-is"]
        env = _environment(user, folder)
        _demand_python(user, env)
        process = subprocess.Popen(
            [*command, "--end-with-parent"],
            cwd="/",
            env=env,
            user=user.pw_uid,
            group=user.pw_gid,
            extra_groups=[],
        )
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, lambda *_: process.terminate())
        status = process.wait()
        relay.close()
        return status


def _demand_python(user: pwd.struct_passwd, env: dict[str, str]) -> None:
    command = [sys.executable, "-c", "import widgets.lab"]
    try:
        subprocess.run(
            command,
            cwd="/",
            env=env,
            check=True,
            capture_output=True,
            user=user.pw_uid,
            group=user.pw_gid,
            extra_groups=[],
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise SettingsError(
            f"user {user.pw_name}: expected to be able to run {sys.executable}, got {type(error).__name__}; "
            "install Leadbook where that user may read it, or remove the user"
        ) from error


def _environment(user: pwd.struct_passwd, folder: str) -> dict[str, str]:
    passed = {name: os.environ[name] for name in ("PATH", "LANG", "TZ", "PYTHONPATH") if name in os.environ}
    return passed | {"HOME": user.pw_dir, "TMPDIR": folder, "PYTHONDONTWRITEBYTECODE": "1"}
