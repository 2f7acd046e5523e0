"""From signing in to a usable page in Chromium, and the memory of a page's kernel."""

import os
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from benchmarks.figures import Figure, resident_megabytes
from gallery.command.demo import start_dashboards
from gallery.command.installation import Installation, make
from gallery.command.processes import Children, start_service
from kernel_lib.settings import Settings

_RUNS = 5
_PORT = 8871


def measure_pages(settings: Settings) -> list[Figure]:
    """Start a demonstration with its dashboards, sign in several times, and read the kernel's memory."""
    made = make(settings, lambda _: None)
    with Children() as children:
        start_service(children, settings)
        dashboards = start_dashboards(children, settings, _PORT)
        with sync_playwright() as playwright:
            arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
            times, memory = [], []
            for _ in range(_RUNS + 1):
                seconds, kernel = _sign_in(browser, made, dashboards.process.pid)
                times.append(seconds)
                memory.append(kernel)
            browser.close()
    of = f"{_RUNS} sign-ins, empty browser cache each"
    return [
        Figure("sign-in to usable home page", median(times[1:]), "s", of, aim=5),
        Figure("memory of a page's kernel", median(memory[1:]), "MB", of, aim=120),
    ]


def _sign_in(browser: Browser, made: Installation, server: int) -> tuple[float, float]:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{_PORT}/sign-in")
    page.get_by_label("User name").fill("investigator")
    page.get_by_label("Password").fill(made.passwords["investigator"])
    start = time.perf_counter()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Waiting for me").wait_for()
    seconds = time.perf_counter() - start
    memory = max(resident_megabytes(child) for child in _kernels(server))
    context.close()
    return seconds, memory


def _kernels(server: int) -> list[int]:
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    kernels = [int(child) for child in children if "ipykernel" in Path(f"/proc/{child}/cmdline").read_text()]
    if not kernels:
        raise ProcessLookupError("no kernel of the dashboards server is running")
    return kernels
