"""The lab serves one analyst at a time, and nothing but its sign-in is open."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.widgets.dashboards.fake_service import PASSWORD
from tests.widgets.lab.conftest import RunningLab
from tests.widgets.lab.kernel import run_in_kernel

OPEN = {"/sign-in", "/leadbook/static/(style\\.css)"}


def test_every_route_is_guarded_and_only_the_sign_in_is_open(lab: RunningLab) -> None:
    """The live table of JupyterLab's server: each handler has the guard, two are open."""
    opened = {pattern.removesuffix("$") for pattern, _, access in lab.routes if access == "NOBODY"}

    assert opened == OPEN
    assert len(lab.routes) > 40
    assert not any("terminal" in pattern for pattern, _, _ in lab.routes)


def test_nobody_gets_past_any_route(lab: RunningLab) -> None:
    """Asked by nobody, with a made-up value for every group, each route says 401 or 403, or leads to the sign-in."""
    paths = {_made_up(pattern) for pattern, _, access in lab.routes if access != "NOBODY"}
    with lab.client() as nobody:
        answers = {
            (method, path): nobody.request(method, path).status_code
            for path in paths
            for method in ("GET", "POST", "PUT", "DELETE")
        }

    assert {key: status for key, status in answers.items() if status not in {302, 401, 403, 405}} == {}


@pytest.mark.parametrize("username", ["ines", "amir", "ella", "adm"])
def test_other_roles_are_refused_and_their_session_is_ended(lab: RunningLab, username: str) -> None:
    """Only analysts, auditors and compliance staff come in; no session of the others stays open."""
    with lab.client() as browser:
        answer = browser.post("/sign-in", data={"username": username, "password": PASSWORD})

    assert answer.status_code == 403
    assert "lab.role" in answer.text
    assert username not in lab.service.sessions.values()


def test_a_second_analyst_is_told_that_the_lab_is_taken(lab: RunningLab) -> None:
    """The first one works on undisturbed; after signing out the next may come."""
    with lab.sign_in("ana") as first:
        with lab.client() as second:
            refused = second.post("/sign-in", data={"username": "aud", "password": PASSWORD})
        still = first.get("/api/contents")
    with lab.sign_in("aud") as next_one:
        taken_over = next_one.get("/api/contents")

    assert refused.status_code == 403
    assert "lab.taken" in refused.text
    assert still.status_code == taken_over.status_code == 200


def test_the_lab_is_free_again_when_the_session_has_ended_at_the_service(
    lab: RunningLab, wait_until: Callable[..., None]
) -> None:
    """Somebody who never signed out does not keep the others away."""
    with lab.client() as gone:
        gone.post("/sign-in", data={"username": "ana", "password": PASSWORD})
        lab.service.end_all_sessions()
        wait_until(lambda: gone.get("/lab").status_code == 401)
        with lab.sign_in("aud") as next_one:
            answer = next_one.get("/api/contents")

    assert answer.status_code == 200


def test_each_analyst_finds_an_own_copy_of_the_starting_notebooks(lab: RunningLab) -> None:
    """What one changes stays in that folder, and comes back at the next visit."""
    changed = {"type": "notebook", "content": {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}}
    with lab.sign_in("ana") as analyst:
        analyst.put("/api/contents/start.ipynb", json=changed)
    with lab.sign_in("aud") as auditor:
        others = auditor.get("/api/contents/start.ipynb").json()["content"]["cells"]
    with lab.sign_in("ana") as analyst:
        own = analyst.get("/api/contents/start.ipynb").json()["content"]["cells"]

    assert len(others) == 1
    assert own == []
    assert (lab.work / "id-ana").stat().st_mode & 0o777 == 0o700


def test_a_kernel_runs_the_analysts_code_with_a_ticket_and_without_the_servers_secrets(lab: RunningLab) -> None:
    """Code runs here, by design; what it finds in its environment is one person's."""
    with lab.sign_in("ana") as analyst:
        kernel = analyst.post("/api/kernels", json={"name": "python3", "env": {"FORGED": "1"}}).json()["id"]
        shown = run_in_kernel(
            lab.url, analyst.cookies["leadbook_lab_session"], kernel, "import os; print(sorted(os.environ))"
        )

    assert "LEADBOOK_TICKET" in shown
    assert "SERVER_SECRET" not in shown
    assert "FORGED" not in shown


def test_what_a_kernel_left_is_gone_when_the_lab_is_handed_over(
    lab: RunningLab, wait_until: Callable[..., None]
) -> None:
    """A snapshot of the log that one analyst fetched does not lie about for the next."""
    folder = "d = os.environ['JUPYTER_RUNTIME_DIR']; os.makedirs(d, exist_ok=True)"
    code = f"import os; {folder}; print(open(d + '/s', 'w').name)"
    with lab.sign_in("ana") as analyst:
        kernel = analyst.post("/api/kernels").json()["id"]
        left = Path(run_in_kernel(lab.url, analyst.cookies["leadbook_lab_session"], kernel, code).strip())
        there = left.exists()
        analyst.post("/sign-out")

    assert there
    wait_until(lambda: not left.exists())


def test_a_restarted_kernel_gets_a_new_ticket(lab: RunningLab) -> None:
    """Otherwise the first cell of the notebook would fail after each restart."""
    with lab.sign_in("ana") as analyst:
        kernel = analyst.post("/api/kernels").json()["id"]
        cookie = analyst.cookies["leadbook_lab_session"]
        first = run_in_kernel(lab.url, cookie, kernel, "import os; print(os.environ['LEADBOOK_TICKET'])")
        analyst.post(f"/api/kernels/{kernel}/restart")
        second = run_in_kernel(lab.url, cookie, kernel, "import os; print(os.environ['LEADBOOK_TICKET'])")

    assert first != second
    assert {first.strip(), second.strip()} <= set(lab.service.tickets)


def test_what_the_analyst_opens_from_files_cannot_act_for_the_analyst(lab: RunningLab) -> None:
    """Files are answered into a sandbox, and no page may load from outside."""
    with lab.sign_in("ana") as analyst:
        analyst.put("/api/contents/page.html", json={"type": "file", "format": "text", "content": "<script>1</script>"})
        file = analyst.get("/files/page.html").headers["content-security-policy"]
        page = analyst.get("/lab").headers["content-security-policy"]

    assert "sandbox" in file
    assert not re.search(r"https?://|\*", page)


def test_polling_does_not_keep_a_session_alive(lab: RunningLab) -> None:
    """What JupyterLab asks for by itself is answered without asking the service for the person."""
    with lab.sign_in("ana") as analyst:
        analyst.get("/lab")
        before = lab.service.asked.count(("GET", "/me"))
        statuses = {analyst.get(path).status_code for path in ("/api/kernels", "/api/sessions", "/api/contents")}
        after = lab.service.asked.count(("GET", "/me"))

    assert statuses == {200}
    assert after == before


def test_a_port_in_use_is_one_clear_line(lab: RunningLab, tmp_path: Path) -> None:
    """Exit 2, which port, and what to do."""
    port = lab.url.rpartition(":")[2]
    command = [sys.executable, "-m", "widgets.lab", "--socket", str(lab.service.socket), "--port", port]
    command += ["--notebooks", str(tmp_path), "--work", str(tmp_path / "work"), "--as-is"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=30)

    assert ended.returncode == 2
    assert ended.stderr.startswith(f"leadbook lab: port {port}: expected it to be free")


def test_a_work_folder_inside_a_repository_is_refused(tmp_path: Path) -> None:
    """An analyst's results must not end up in a commit."""
    (tmp_path / ".git").mkdir()
    command = [sys.executable, "-m", "widgets.lab", "--socket", "/nowhere", "--notebooks", str(tmp_path), "--as-is"]
    ended = subprocess.run([*command, "--work", str(tmp_path / "work")], capture_output=True, text=True, timeout=30)

    assert ended.returncode == 2
    assert "outside any git work tree" in ended.stderr


def _made_up(pattern: str) -> str:
    plain = pattern.removesuffix("$")
    plain = re.sub(r"\(\?P<\w+>", "(", plain)
    while "(" in plain:
        plain = re.sub(r"\([^()]*\)[*+?]?", "x", plain)
    return "/" + re.sub(r"\\|\?|\*|\+", "", plain).lstrip("/")
