"""A private kernel: its environment, its folder, and what is left of both."""

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from kernel_lib.errors import ReportError
from kernel_lib.reports.kernel import environment_for_kernel, private_kernel

SOCKET = Path("/run/leadbook/service.sock")


def test_the_environment_is_an_allow_list():
    """What is not named stays outside, whatever it is called."""
    env = {"PATH": "/bin", "LANG": "C", "AWS_SECRET_ACCESS_KEY": "x", "LEADBOOK_TOKEN": "y", "PYTHONSTARTUP": "z"}

    given = environment_for_kernel(env, Path("/run/kernel"), SOCKET, "ticket")

    assert given["PATH"] == "/bin"
    assert given["LEADBOOK_SOCKET"] == str(SOCKET)
    assert given["LEADBOOK_TICKET"] == "ticket"
    assert not given.keys() & {"AWS_SECRET_ACCESS_KEY", "LEADBOOK_TOKEN", "PYTHONSTARTUP"}


def test_a_kernels_folder_is_private_and_gone_afterwards():
    """Mode 0700 while it is used; removed even when the run ends in an error."""
    with suppress(ValueError), private_kernel(SOCKET, "ticket") as kernel:
        folder = kernel.work.parent
        mode = folder.stat().st_mode & 0o777
        sockets = kernel.manager.ip
        raise ValueError("ended")

    assert mode == 0o700
    assert sockets.startswith(str(folder))
    assert not folder.exists()


def test_a_folder_too_deep_for_sockets_is_refused_with_advice(tmp_path, monkeypatch):
    """Sockets have short paths; a kernel that cannot be reached would hang."""
    deep = tmp_path / ("x" * 90)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))

    with pytest.raises(ReportError, match="set TMPDIR to a shorter one"), private_kernel(SOCKET, "ticket"):
        pass

    assert list(deep.iterdir()) == []
