"""Real Chromium, and a real demonstration with its dashboards."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from gallery.command.demo import start_dashboards
from tests.browser.site import Site


@pytest.fixture(scope="session")
def site(
    run_copy: Callable[[Path], Any],
    chromium: Browser,
    tmp_path_factory: pytest.TempPathFactory,
    pytestconfig: pytest.Config,
) -> Iterator[Site]:
    """The demonstration with its dashboards, for all browser tests."""
    running = run_copy(tmp_path_factory.mktemp("site"))
    port = _free_port()
    start_dashboards(running.children, running.settings, port)
    wanted = pytestconfig.getoption("--screenshots")
    folder = Path(wanted) if wanted else None
    yield Site(
        f"http://127.0.0.1:{port}", running.passwords, running.settings.data_dir, running.client, chromium, folder
    )
    running.close()
    running.children.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
