"""The four packages are ours, the command is there, and environment.yml names what the lock names."""

import importlib.util
import os
import shutil
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", ["kernel_lib", "audits", "gallery", "widgets"])
def test_a_package_resolves_into_this_repository(name: str) -> None:
    """No installed package of the same name shadows ours."""
    spec = importlib.util.find_spec(name)

    assert spec is not None
    assert spec.origin is not None
    assert Path(spec.origin).is_relative_to(ROOT)


def test_the_command_is_called_leadbook() -> None:
    """The console script leads to the command line."""
    scripts = {script.name: script.value for script in entry_points(group="console_scripts")}

    assert scripts["leadbook"] == "gallery.command.app:main"


def test_environment_yml_and_the_lock_agree() -> None:
    """Both name the same versions of every direct dependency."""
    script = ROOT / "scripts" / "write_environment.py"

    result = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stderr


def test_the_lock_agrees_with_pyproject() -> None:
    """The lock is current, and every package in it carries hashes."""
    lock = (ROOT / "uv.lock").read_text()

    sources = lock.count("source = { registry = ")
    hashed = lock.count("\nsdist = ") + lock.count("\nwheels = [")

    assert sources > 150
    assert hashed >= sources
    assert lock.count('hash = "sha256:') > sources


@pytest.mark.parametrize("name", ["face.jpg", "notes/model.onnx", "people.sqlite", "vectors.npy", "docs/face.png"])
def test_pictures_weights_and_databases_are_refused_at_commit(name: str) -> None:
    """The hook names the file and says no."""
    script = shutil.which("sh") or "/bin/sh"

    result = subprocess.run(
        [script, str(ROOT / "scripts" / "refuse_binaries.sh"), name], capture_output=True, text=True, check=False
    )

    assert result.returncode == 1
    assert name in result.stderr


def test_no_picture_weight_or_database_is_committed() -> None:
    """What git tracks holds no person: only screenshots of the demonstration in docs/images."""
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()

    result = subprocess.run(
        ["/bin/sh", str(ROOT / "scripts" / "refuse_binaries.sh"), *tracked],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"]},
    )

    assert result.stderr == ""
