"""Set-up downloads appear whole and checked, or not at all, with a sentence that says what to do."""

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType

import pytest

CONTENT = b"a model file" * 1000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def _script(name: str) -> ModuleType:
    path = Path(__file__).parents[2] / "scripts" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"scripts_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


registry = _script("registry")


class _Registry(BaseHTTPRequestHandler):
    """A package registry of one project, in both forms of the simple interface."""

    def do_GET(self) -> None:
        """Answer the project's page, its file, and nothing else."""
        links = {"thing-1.tar.gz": "/files/thing-1.tar.gz", "cut-1.tar.gz": "/files/cut-1.tar.gz"}
        if self.path == "/json/a-thing/":
            files = [{"filename": name, "url": url} for name, url in links.items()]
            self._answer(200, "application/vnd.pypi.simple.v1+json", json.dumps({"files": files}).encode())
        elif self.path == "/odd/a-thing/":
            self._answer(200, "application/json", b"[1]")
        elif self.path == "/html/a-thing/":
            page = "".join(f'<a href="../..{url}#sha256=0" data-x="y">{name}</a><br>' for name, url in links.items())
            self._answer(200, "text/html", page.encode())
        elif self.path == "/files/thing-1.tar.gz":
            self._answer(200, "application/octet-stream", CONTENT)
        elif self.path == "/files/cut-1.tar.gz":
            self._answer(200, "application/octet-stream", CONTENT, cut=100)
        else:
            self._answer(404, "text/plain", b"no")

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self, status: int, kind: str, body: bytes, cut: int = 0) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) - cut])


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of the registry, running in a thread."""
    with HTTPServer(("127.0.0.1", 0), _Registry) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def _wanted(file: str = "thing-1.tar.gz", sha256: str = SHA256) -> object:
    return registry.Artefact("A_Thing", file, sha256)


def _silent(_so_far: int, _total: int) -> None:
    pass


@pytest.mark.parametrize("form", ["json", "html"])
def test_a_file_is_found_by_name_in_both_forms(
    form: str, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A registry that answers JSON or HTML gives the pinned file, and progress reaches its end."""
    monkeypatch.setenv("UV_DEFAULT_INDEX", f"{address}/{form}/")
    progress: list[tuple[int, int]] = []

    path = registry.fetch(_wanted(), tmp_path / "new", lambda now, total: progress.append((now, total)))

    assert path.read_bytes() == CONTENT
    assert progress[-1] == (len(CONTENT), len(CONTENT))


def test_a_file_that_is_there_is_not_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second run asks nobody."""
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9/simple")
    (tmp_path / "thing-1.tar.gz").write_bytes(CONTENT)

    assert registry.fetch(_wanted(), tmp_path, _silent).read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("file", "sha256", "index", "words"),
    [
        ("thing-1.tar.gz", "0" * 64, "json", "expected SHA-256 000.* got .*nothing was kept"),
        ("cut-1.tar.gz", SHA256, "json", "no answer from 127.0.0.1 .*check the network"),
        ("other-1.tar.gz", SHA256, "json", "which lists 2 other files"),
        ("thing-1.tar.gz", SHA256, "nowhere", "127.0.0.1 answered 404"),
        ("thing-1.tar.gz", SHA256, "odd", "got other JSON"),
    ],
    ids=["wrong hash", "cut off", "not listed", "no project", "no list"],
)
def test_a_failed_download_leaves_nothing(
    file: str, sha256: str, index: str, words: str, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each failure is one sentence with the host, and the folder stays empty."""
    monkeypatch.setenv("UV_DEFAULT_INDEX", f"{address}/{index}")

    with pytest.raises(registry.FetchFailed, match=words):
        registry.fetch(_wanted(file, sha256), tmp_path, _silent)

    assert list(tmp_path.iterdir()) == []


def test_no_registry_is_said_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listening is a sentence, without the password in the address."""
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://me:secret@127.0.0.1:9/simple")

    with pytest.raises(registry.FetchFailed, match=r"no answer from 127\.0\.0\.1") as failure:
        registry.fetch(_wanted(), tmp_path, _silent)

    assert "secret" not in str(failure.value)


def test_no_room_is_said_plainly() -> None:
    """A full disk says so."""
    with pytest.raises(registry.FetchFailed, match="free some space"), registry.explained("thing", ""):
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({"UV_DEFAULT_INDEX": "https://a/simple/", "PIP_INDEX_URL": "https://b/simple"}, "https://a/simple"),
        ({"UV_INDEX_URL": "inner=https://c/simple"}, "https://c/simple"),
        ({"PIP_INDEX_URL": "https://b/simple"}, "https://b/simple"),
    ],
)
def test_the_registry_is_the_one_set_up_on_this_machine(env: dict[str, str], expected: str) -> None:
    """Variables of uv come before those of pip."""
    assert registry.index_address(env) == expected


def test_pips_configuration_file_names_the_registry(tmp_path: Path) -> None:
    """Without a variable, the file that PIP_CONFIG_FILE names is read."""
    (tmp_path / "pip.conf").write_text("[global]\nindex-url = https://d/simple/\n", encoding="utf-8")

    assert registry.index_address({"PIP_CONFIG_FILE": str(tmp_path / "pip.conf")}) == "https://d/simple"


def _run(script: str, cache: Path | None) -> "subprocess.CompletedProcess[str]":
    env = dict(os.environ, UV_DEFAULT_INDEX="http://127.0.0.1:9/simple", TERM="dumb")
    if cache is not None:
        env["LEADBOOK_CACHE_DIR"] = str(cache)
    path = Path(__file__).parents[2] / "scripts" / script
    return subprocess.run([sys.executable, str(path)], env=env, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("script", ["fetch_models.py", "fetch_photographs.py"])
def test_a_second_set_up_needs_no_network(script: str) -> None:
    """With everything in the cache the script checks and is content, although no registry answers."""
    finished = _run(script, None)

    assert finished.returncode == 0
    assert "present, checked" in finished.stderr


@pytest.mark.parametrize("script", ["fetch_models.py", "fetch_photographs.py"])
def test_a_first_set_up_without_network_fails_clearly(script: str, tmp_path: Path) -> None:
    """With an empty cache and no registry the script exits 1 with one sentence and leaves no file."""
    finished = _run(script, tmp_path)

    assert finished.returncode == 1
    assert "check the network" in finished.stderr
    assert "Traceback" not in finished.stderr
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
