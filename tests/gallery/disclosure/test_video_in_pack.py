"""A pack of a case whose probe is a frame of a video."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from audits.checkpoint import open_log
from gallery.casework import approval, intake, probe, recording
from gallery.disclosure import verify
from gallery.disclosure.acts import Disclosure
from kernel_lib.hashing import sha256_hex
from kernel_lib.wire.casework import FaceChoice
from kernel_lib.wire.disclosure import PackAsked
from kernel_lib.wire.recording import FrameChoice, RecordingView
from tests.gallery.casework.bench import Bench, complete, decision
from tests.gallery.disclosure.sample import KEY
from tests.gallery.fakes import FixedClock
from tests.kernel_lib.faces.videos import encoded


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """Casework over a real log, as a pack needs it."""
    clock = FixedClock()
    with open_log(tmp_path / "audit", KEY, clock=clock) as log:
        yield Bench(tmp_path / "data", clock=clock, log=log)


@pytest.mark.proves("A-14", "E-14")
def test_a_pack_names_the_video_that_the_probe_is_a_frame_of(bench: Bench, tmp_path: Path) -> None:
    """The step choose_frame stands in it with the video's hash as parent, and the pack's own verifier is content."""
    still = np.full((128, 128, 3), (15, 60, 90), np.uint8)
    still[40:80:8] = 200
    video = encoded([still] * 4)
    person = bench["investigator"]
    request_id = intake.open_request(bench.casework, person, complete()).id
    offered = recording.offer(bench.casework, person, request_id, "door.mp4", video)
    assert isinstance(offered, RecordingView)
    number = offered.faces[0].frames[0].number
    recording.choose(bench.casework, person, request_id, FrameChoice(number=number))
    probe.choose(bench.casework, person, request_id, FaceChoice(face=0, why="The person at the counter."))
    intake.submit(bench.casework, person, request_id)
    approval.decide(bench.casework, bench["approver"], request_id, decision())
    disclosure = Disclosure(bench.casework, tmp_path / "audit", KEY, "test")

    pack = disclosure.build(bench["approver"], "2026-000123", PackAsked())

    path = tmp_path / "pack.zip"
    path.write_bytes(disclosure.download(bench["approver"], pack.id))
    assert verify.check(path)[0] == []
    with zipfile.ZipFile(path) as archive:
        files = [archive.read(name) for name in archive.namelist()]
    assert any(sha256_hex(video).encode() in data and b"choose_frame" in data for data in files)
