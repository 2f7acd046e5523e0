"""Verification as a program: it stands any damage, needs only what can be read, and works beside a running service."""

import ast
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from audits import verify as verification
from audits.checkpoint import open_log
from audits.events import SearchStarted
from audits.segments import segment_path
from audits.verify import _verify_once, verify

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, bytes]:
    """A whole log, and the bytes of each of its files."""
    folder = tmp_path_factory.mktemp("log") / "audit"
    with open_log(folder, KEY, clock=lambda: NOON, history_every=3) as log:
        for number in range(7):
            log.append(SearchStarted(actor_id="a", details={"list_length": number}))
    assert verify(folder).whole
    return {path: path.read_bytes() for path in folder.rglob("*") if _is_kept(path)}


def _is_kept(path: Path) -> bool:
    """Neither the lock nor the derived hashes, on which verification does not rely."""
    return path.is_file() and path.name != "lock" and path.parent.name != "tree"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_change_of_any_file_passes_or_stops_verification(kept: dict[Path, bytes], data: st.DataObject) -> None:
    """Some bytes of some file replaced, removed or added: never whole, and never an error instead of a verdict."""
    path = data.draw(st.sampled_from(sorted(kept)))
    content = kept[path]
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 80)))
    changed = content[:start] + data.draw(st.binary(max_size=20)) + content[end:]
    assume(changed != content)
    path.write_bytes(changed)
    try:
        verdict = _verify_once(path.parent if path.parent.name == "audit" else path.parent.parent, None, None)
    finally:
        path.write_bytes(content)

    assert not verdict.whole


def test_the_command_says_whole_or_where(whole: Path) -> None:
    """Exit 0 and 1, as a program of its own."""
    command = [sys.executable, "-m", "audits.verify", str(whole)]

    good = subprocess.run([*command, "--against", str(whole / "latest")], capture_output=True, text=True, check=False)
    path = segment_path(whole, 5)
    path.write_bytes(path.read_bytes().replace(b'"list_length":5', b'"list_length":6'))
    bad = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (good.returncode, bad.returncode) == (0, 1)
    assert "The audit log is whole: 10 events" in good.stdout
    assert "000000000005.jsonl, line 2, sequence 6: edited" in bad.stdout


def test_the_command_wants_a_file_to_compare_with(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing checkpoint file is an error of usage, not a verdict."""
    with pytest.raises(SystemExit) as ended:
        verification.main([str(whole), "--against", str(whole / "none")])

    assert ended.value.code == 2
    assert "expected a file, found none" in capsys.readouterr().err


def test_the_command_wants_a_key_that_is_one(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another file in place of the key is an error of usage."""
    with pytest.raises(SystemExit) as ended:
        verification.main([str(whole), "--key", str(whole / "latest")])

    assert ended.value.code == 2
    assert "expected" in capsys.readouterr().err


def test_verification_uses_only_the_read_side() -> None:
    """It imports neither the writer nor anything of the gallery."""
    root = Path(verification.__file__).parent
    imported = set()
    for name in ("verify.py", "reading.py", "segment_check.py", "workers.py"):
        for node in ast.walk(ast.parse((root / name).read_text())):
            if isinstance(node, ast.ImportFrom):
                imported.add(node.module)

    ours = {name for name in imported if name and name.startswith(("audits", "gallery", "kernel_lib"))}
    read_side = {"cosigned", "note", "reading", "segment_check", "segments", "tree", "workers"}
    assert ours == {f"audits.{name}" for name in read_side} | {"kernel_lib.errors"}


def test_a_log_being_written_is_whole(whole: Path) -> None:
    """A checkpoint that was kept later than 'latest' was read, or a record under way, is not a fault."""
    process = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(whole)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    try:
        verdicts = [verify(whole)]
        while len(verdicts) < 8 or verdicts[-1].events == verdicts[0].events:
            verdicts.append(verify(whole))
    finally:
        process.communicate("\n", timeout=30)

    assert [verdict.faults for verdict in verdicts] == [()] * len(verdicts)
    assert verdicts[-1].events > verdicts[0].events


_WRITER = """
import sys, threading
from pathlib import Path
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from audits.checkpoint import open_log
from audits.events import SignedIn

over = threading.Event()
key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
with open_log(Path(sys.argv[1]), key, history_every=7) as log:
    sys.stdout.write("open\\n")
    sys.stdout.flush()
    threading.Thread(target=lambda: (sys.stdin.readline(), over.set())).start()
    while not over.is_set() and log.size < 20000:
        log.append(SignedIn(actor_id="a"))
"""
