"""What whole stories share: one demonstration made once, and copies of it with the real service running."""

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jupyter_core.utils
import pytest
from playwright.sync_api import Browser, sync_playwright

from gallery.command.installation import Installation, make, sign_in
from gallery.command.processes import Children, start_service
from gallery.simulation.year import Simulated, simulate
from kernel_lib.client import Client
from kernel_lib.settings import Settings
from tests.counting import TRIED
from tests.sharing_out import ByFolderOrFile, in_order, once

if TYPE_CHECKING:
    from tests.standing import Standing

pytest_plugins = ("tests.standing",)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where screenshots go; without it none is taken."""
    parser.addoption("--screenshots", default="", help="folder for screenshots, every picture of a person blurred")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFolderOrFile | None:
    """Share out by file or folder where `--dist loadfile` asks for it, as `make test` does."""
    return ByFolderOrFile(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest where several workers share the tests."""
    if _is_worker(config):
        in_order(items)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what a worker's tests tried to the run that started it."""
    if _is_worker(session.config):
        session.config.workeroutput["tried"] = dict(TRIED)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add what a worker's tests tried; a worker that died has told nothing."""
    TRIED.update(getattr(node, "workeroutput", {}).get("tried", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell how many transitions, cells and payloads the generated tests of this run tried (`make figures`)."""
    if TRIED:
        terminalreporter.section("tried by generated tests")
        for what, times in sorted(TRIED.items()):
            terminalreporter.write_line(f"{times:>8,}  {what}")


CHROMIUM = Path("/usr/bin/chromium")


@dataclass
class Running:
    """A demonstration with its service running, and clients that work as its people."""

    settings: Settings
    passwords: dict[str, str]
    children: Children
    _stack: ExitStack = field(default_factory=ExitStack)

    def session(self, username: str) -> str:
        """Sign somebody in; return the session's secret."""
        return sign_in(self.settings, username, self.passwords[username])

    def client(self, username: str) -> Client:
        """Return a client that works as somebody; it is closed with the demonstration."""
        return self._stack.enter_context(Client(self.settings.socket, self.session(username)))

    def restart(self) -> None:
        """Stop every process and start the service again."""
        self.children.stop()
        start_service(self.children, self.settings)

    def close(self) -> None:
        """Close the clients."""
        self._stack.close()


@pytest.fixture(autouse=True)
def no_running_loop(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hide the loop that Playwright leaves running between browser tests: other tests must find none."""
    if request.node.get_closest_marker("browser"):
        yield
        return
    jupyter_core.utils._loop.set(None)  # a report run between browser tests keeps Playwright's loop in mind
    running = asyncio._get_running_loop()
    if running is None:
        yield
        return
    own = asyncio.new_event_loop()
    asyncio._set_running_loop(None)
    asyncio.set_event_loop(own)
    yield
    asyncio.set_event_loop(running)
    asyncio._set_running_loop(running)
    own.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; where it is missing the test fails and says how it comes."""
    assert CHROMIUM.exists(), "chromium: expected /usr/bin/chromium, got none; run `make test`, which installs it"
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, standing: "Standing") -> Installation:
    """A demonstration made once by the real set-up: real models, real photographs, the real notebook."""
    cache = Settings.from_env().cache_dir

    def fill(folder: Path) -> Installation:
        return make(Settings(folder / "data", cache, database_url=standing.url(folder)), lambda _: None)

    if standing.usual == "postgres":
        # The server ends with its worker.
        return fill(tmp_path_factory.mktemp("made"))
    return once(Installation, "made", tmp_path_factory, fill)


@pytest.fixture(scope="session")
def simulated_small(tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    """A small simulated year of three services, made once; tests that change it work on a copy."""
    return once(
        Simulated,
        "simulated",
        tmp_path_factory,
        lambda folder: simulate(Settings(folder / "data", folder / "cache"), 2026, 7, 40, lambda _: None),
    )


@pytest.fixture(scope="session")
def run_copy(made: Installation, standing: "Standing") -> Callable[[Path], Running]:
    """A function that copies the demonstration to a folder and starts its service there."""
    return copies_of(made, standing)


def copies_of(made: Installation, standing: "Standing") -> Callable[[Path], Running]:
    """Return what `run_copy` gives, for another demonstration too."""

    def run(folder: Path) -> Running:
        url = standing.copied(made.settings.database_url, folder)
        settings = Settings(folder / "data", made.settings.cache_dir, database_url=url)
        shutil.copytree(made.settings.data_dir, settings.data_dir, ignore=shutil.ignore_patterns("*.sock"))
        children = Children()
        start_service(children, settings)
        return Running(settings, made.passwords, children)

    return run


@pytest.fixture
def running(run_copy: Callable[[Path], Running], tmp_path: Path) -> Iterator[Running]:
    """A copy of the demonstration for one test, its service running."""
    copy = run_copy(tmp_path)
    yield copy
    copy.close()
    copy.children.stop()


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")
