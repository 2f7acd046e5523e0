"""What happens when the machine fails under the real service: nothing acknowledged is lost, nothing is half done."""

import os
import resource
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from audits.segments import segment_paths
from audits.verify import verify
from gallery.command.processes import Child, ChildFailed, Children, start_service
from kernel_lib.client import Client
from kernel_lib.errors import LogUnavailable, ServiceUnreachable
from kernel_lib.wire.casework import RequestDraft
from tests.conftest import Running

pytestmark = pytest.mark.journey


def drafts(client: Client) -> set[str]:
    """The occurrence numbers of somebody's requests."""
    return {request.draft.occurrence_number for request in client.requests.list()}


@pytest.mark.proves("I-09")
def test_a_full_disk_stops_every_act_and_loses_none(running: Running) -> None:
    """While nothing can be written nothing is done; afterwards work goes on, and the log is whole."""
    client = running.client("investigator")
    client.requests.open(RequestDraft(occurrence_number="2026-000001"))
    process = service_of(running).process.pid
    limit = resource.prlimit(process, resource.RLIMIT_FSIZE)

    resource.prlimit(process, resource.RLIMIT_FSIZE, (segment_paths(running.settings.audit_dir)[-1].stat().st_size, -1))
    with pytest.raises(LogUnavailable):
        client.requests.open(RequestDraft(occurrence_number="2026-000002"))
    with pytest.raises(LogUnavailable):
        client.work()
    resource.prlimit(process, resource.RLIMIT_FSIZE, limit)
    client.requests.open(RequestDraft(occurrence_number="2026-000003"))

    assert drafts(client) == {"2026-000001", "2026-000003"}
    assert verify(running.settings.audit_dir).whole


def test_a_killed_service_keeps_every_acknowledged_act(running: Running) -> None:
    """SIGKILL under four people at work: what was answered is there after the restart, and the log is whole."""
    acknowledged: set[str] = set()
    sessions = [running.session("investigator") for _ in range(4)]
    enough = threading.Event()

    def work(place: int) -> None:
        with Client(running.settings.socket, sessions[place]) as client:
            for number in range(1, 10_000):
                occurrence = f"2026-{place}{number:05d}"
                try:
                    client.requests.open(RequestDraft(occurrence_number=occurrence))
                except ServiceUnreachable:
                    return
                acknowledged.add(occurrence)
                if len(acknowledged) > 40:
                    enough.set()

    people = [threading.Thread(target=work, args=(place,)) for place in range(4)]
    for each in people:
        each.start()
    assert enough.wait(60)
    os.kill(service_of(running).process.pid, signal.SIGKILL)
    for each in people:
        each.join()
    running.restart()

    kept = drafts(running.client("investigator"))
    assert acknowledged <= kept
    assert len(kept - acknowledged) <= 4
    assert verify(running.settings.audit_dir).whole


@pytest.mark.proves("I-01")
def test_a_service_whose_log_was_changed_does_not_start_and_names_the_place(running: Running, tmp_path: Path) -> None:
    """One flipped bit: the service refuses, and `leadbook verify` says where."""
    running.children.stop()
    segment = segment_paths(running.settings.audit_dir)[0]
    content = bytearray(segment.read_bytes())
    content[len(content) // 3] ^= 1
    segment.write_bytes(bytes(content))
    arguments = [sys.executable, "-m", "gallery.command", "verify", "--data-dir", str(running.settings.data_dir)]

    with Children() as children, pytest.raises(ChildFailed) as failed:
        start_service(children, running.settings)
    verified = subprocess.run(arguments, capture_output=True, text=True, check=False)

    assert segment.stem in str(failed.value)
    assert verified.returncode == 1
    assert segment.name in verified.stdout
    assert "line " in verified.stdout


def test_a_lost_index_is_made_anew_from_the_gallery(running: Running) -> None:
    """What is derived may be thrown away: the next start rebuilds it and says the same."""
    with running.client("auditor") as before:
        eligible = before.status().eligible
    running.children.stop()
    for path in running.settings.index_dir.iterdir():
        path.unlink()
    start_service(running.children, running.settings)

    with running.client("auditor") as after:
        assert after.status().eligible == eligible > 0
    assert any(running.settings.index_dir.iterdir())


def service_of(running: Running) -> Child:
    """The running service process."""
    return running.children.named("service")
