"""A short video becomes a probe: kept unchanged, looked through apart, one frame chosen by a person and replayable."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import numpy as np
import pytest

from gallery.casework import approval, examination, intake, pictures, probe, recording
from gallery.casework.means import Casework
from gallery.casework.replay import replay
from gallery.casework.retention import remove_due
from gallery.demonstration.photographs import Photographs
from gallery.records.examinations import examinations_of
from gallery.records.lineages import known_lineages
from gallery.records.probes import derivatives_of, probe_of
from gallery.records.recordings import Recording, recording_of
from kernel_lib.errors import NotAllowed, NotFound, Refused, Unacceptable, WrongState
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.frames import frame_pixels
from kernel_lib.faces.image import decode
from kernel_lib.hashing import sha256_hex
from kernel_lib.settings import Settings
from kernel_lib.wire.casework import FaceChoice
from kernel_lib.wire.recording import FrameChoice, RecordingView
from tests.gallery.casework.bench import ANSWER, Bench, complete, decision, picture
from tests.kernel_lib.faces.videos import encoded, scene


@pytest.fixture(scope="module")
def engine() -> FaceEngine:
    """The real engine."""
    return FaceEngine.open(Settings.from_env().models_dir)


@pytest.fixture(scope="module")
def approach() -> bytes:
    """Somebody comes nearer for two seconds, beside somebody who stays."""
    folder, listed = Settings.from_env().photographs_dir, Photographs.listed()
    near, far = (decode(listed.named(file).read(folder)).pixels for file in ("D-0003-2.jpg", "D-0004-1.jpg"))
    return encoded([scene([(near, 20, 160 + 12 * n), (far, 470, 150)]) for n in range(20)], per_second=10)


@pytest.fixture(scope="module")
def empty() -> bytes:
    """Nobody is there."""
    return encoded([np.full((240, 320, 3), 90 + n, np.uint8) for n in range(5)])


@pytest.fixture
def casework(bench: Bench, engine: FaceEngine) -> Casework:
    """Casework with the real engine."""
    return replace(bench.casework, faces=engine)


def _draft(bench: Bench, casework: Casework) -> str:
    return intake.open_request(casework, bench["investigator"], complete()).id


def _offered(bench: Bench, casework: Casework, request_id: str, video: bytes) -> RecordingView:
    view = recording.offer(casework, bench["investigator"], request_id, "C:\\cam\\door.mp4", video)
    assert isinstance(view, RecordingView)
    return view


def _held(bench: Bench, request_id: str) -> Recording:
    with bench.ledger.reading() as connection:
        found = recording_of(connection, request_id)
    assert found is not None
    return found


@pytest.mark.proves("A-13", "W-20")
def test_a_video_is_kept_unchanged_and_looked_through(bench: Bench, casework: Casework, approach: bytes) -> None:
    """The stored bytes are those received, encrypted; the frames of each face come best first, with words."""
    request_id = _draft(bench, casework)

    view = _offered(bench, casework, request_id, approach)

    held = _held(bench, request_id)
    assert view.filename == "door.mp4"
    assert view.sha256 == sha256_hex(approach) == sha256_hex(bench.images.get(held.lineage_id, held.sha256))
    stored = (bench.folder / "pictures" / held.lineage_id / f"{held.sha256}.sealed").read_bytes()
    assert approach[:64] not in stored
    assert len(view.faces) == 2
    best = view.faces[0].frames[0]
    assert best.number > 10
    assert any("% more eye distance" in sentence for sentence in view.faces[0].advice)
    assert view.faces[0].advice[1] == best.compared
    event = bench.log.entries[-1].event
    assert (event.act, event.result) == ("probe_received", "done")
    assert (event.details["sha256"], event.details["followed"]) == (view.sha256, 2)


@pytest.mark.proves("A-14", "W-20")
def test_the_chosen_frame_is_derived_from_the_video_and_replays(
    bench: Bench, casework: Casework, approach: bytes
) -> None:
    """Parent is the video's hash, the moment and the resulting hash are recorded, and the face step goes on."""
    request_id = _draft(bench, casework)
    number = _offered(bench, casework, request_id, approach).faces[0].frames[0].number

    view = recording.choose(casework, bench["investigator"], request_id, FrameChoice(number=number))

    with bench.ledger.reading() as connection:
        held = probe_of(connection, request_id)
        assert held is not None
        (made,) = derivatives_of(connection, held.id)
    assert made.operation == "choose_frame"
    assert (made.parent_sha256, made.sha256) == (sha256_hex(approach), held.sha256)
    assert made.parameters["number"] == number
    assert made.parameters["milliseconds"] == number * 100
    pixels = decode(bench.images.get(held.lineage_id, held.sha256)).pixels
    assert np.array_equal(pixels, frame_pixels(approach, number))
    assert recording.frame_difference(casework, held) is None
    assert view.recording is not None
    assert view.recording.chosen_frame == number
    assert view.probe is not None
    assert len(view.probe.faces) == 2
    chosen = probe.choose(casework, bench["investigator"], request_id, FaceChoice(face=0, why="The one who comes."))
    assert intake.submit(casework, bench["investigator"], chosen.id).state == "submitted"


@pytest.mark.records("sqlite")
def test_a_frame_that_was_recorded_otherwise_is_told(bench: Bench, casework: Casework, approach: bytes) -> None:
    """A replay names the first step that differs."""
    request_id = _draft(bench, casework)
    first, second, *_ = _offered(bench, casework, request_id, approach).faces[0].frames
    recording.choose(casework, bench["investigator"], request_id, FrameChoice(number=first.number))
    with bench.ledger.unrecorded() as connection:
        connection.exec_driver_sql(
            "UPDATE derivatives SET parameters = json_set(parameters, '$.number', ?) WHERE operation = 'choose_frame'",
            (second.number,),
        )
    with bench.ledger.reading() as connection:
        held = probe_of(connection, request_id)
    assert held is not None

    difference = recording.frame_difference(casework, held)

    assert difference is not None
    assert difference.number == 1
    assert "choose_frame" in difference.sentence


def test_another_frame_replaces_the_one_before(bench: Bench, casework: Casework, approach: bytes) -> None:
    """The choice may change while the request is a draft; the video stays."""
    request_id = _draft(bench, casework)
    first, second, *_ = _offered(bench, casework, request_id, approach).faces[0].frames
    recording.choose(casework, bench["investigator"], request_id, FrameChoice(number=first.number))

    view = recording.choose(casework, bench["investigator"], request_id, FrameChoice(number=second.number))

    assert view.recording is not None
    assert view.recording.chosen_frame == second.number
    assert view.probe is not None
    assert f"Frame {second.number}, at " in view.probe.notes[0]
    assert view.probe.chosen_face is None


def test_a_still_after_a_video_ends_the_video_and_the_other_way_round(
    bench: Bench, casework: Casework, approach: bytes, engine: FaceEngine
) -> None:
    """What was sent last counts; nothing is searched from a video whose frame nobody chose."""
    request_id = _draft(bench, casework)
    person = bench["investigator"]
    number = _offered(bench, casework, request_id, approach).faces[0].frames[0].number
    recording.choose(casework, person, request_id, FrameChoice(number=number))

    again = _offered(bench, casework, request_id, approach)

    assert intake.get(casework, person, request_id).probe is None
    with pytest.raises(Unacceptable):
        intake.submit(casework, person, request_id)
    recording.offer(bench.casework, person, request_id, "still.png", picture())
    view = intake.get(casework, person, request_id)
    assert again.chosen_frame is None
    assert view.recording is None
    assert view.probe is not None
    assert view.probe.format == "PNG"


def test_small_pictures_are_shown_to_the_requester_alone(bench: Bench, casework: Casework, approach: bytes) -> None:
    """Frames show bystanders: the approver sees the probe, never the strip."""
    request_id = _draft(bench, casework)
    view = _offered(bench, casework, request_id, approach)
    frame = view.faces[0].frames[0]

    shown, media_type = pictures.show(casework, bench["investigator"], frame.picture)

    assert media_type == "image/jpeg"
    assert max(decode(shown).pixels.shape) <= 240
    with pytest.raises(NotFound):
        pictures.show(casework, bench["investigator"], f"requests/{request_id}/frames/9999/0")
    recording.choose(casework, bench["investigator"], request_id, FrameChoice(number=frame.number))
    probe.choose(casework, bench["investigator"], request_id, FaceChoice(face=0, why="The one who comes."))
    intake.submit(casework, bench["investigator"], request_id)
    assert intake.get(casework, bench["approver"], request_id).recording is None
    with pytest.raises(NotFound):
        pictures.show(casework, bench["approver"], frame.picture)


def test_no_sweep_takes_a_video(bench: Bench, casework: Casework, approach: bytes) -> None:
    """The lineage of a video is known to the records before a frame is chosen."""
    request_id = _draft(bench, casework)
    _offered(bench, casework, request_id, approach)

    with bench.ledger.reading() as connection:
        assert _held(bench, request_id).lineage_id in known_lineages(connection)


REFUSALS: dict[str, tuple[Callable[[SimpleNamespace], bytes], str]] = {
    "empty file": (lambda _: b"", "picture.empty"),
    "no video": (lambda _: b"#EXTM3U\nhttp://127.0.0.1/a.ts\n", "picture.format"),
    "header alone": (lambda _: b"\x00\x00\x00\x18ftypmp42" + bytes(300), "video.damaged"),
    "truncated": (lambda made: made.approach[: len(made.approach) // 2], "video.damaged"),
    "truncated AVI": (lambda made: made.avi[: len(made.avi) // 2], "video.truncated"),
    "too large": (lambda made: made.approach + bytes(50 << 20), "video.size"),
    "too long": (lambda made: made.long, "video.seconds"),
    "no face in any frame": (lambda made: made.empty, "A-18"),
}


@pytest.fixture(scope="module")
def made(approach: bytes, empty: bytes) -> SimpleNamespace:
    """Files that cannot be taken in."""
    still = np.full((64, 64, 3), 90, np.uint8)
    long = encoded([still] * 62, per_second=1)
    noise = [np.random.default_rng(n).integers(0, 255, (64, 64, 3), np.uint8) for n in range(20)]
    return SimpleNamespace(approach=approach, empty=empty, long=long, avi=encoded(noise, "avi", "mpeg4"))


@pytest.mark.proves("W-20")
@pytest.mark.parametrize("name", REFUSALS)
def test_what_cannot_be_taken_in_is_refused_in_words(
    name: str, bench: Bench, casework: Casework, made: SimpleNamespace
) -> None:
    """Each refusal names its rule and what to ask for, is recorded, and stores nothing."""
    request_id = _draft(bench, casework)
    data, rule = REFUSALS[name][0](made), REFUSALS[name][1]
    before = bench.images.lineages()

    with pytest.raises(Unacceptable) as caught:
        recording.offer(casework, bench["investigator"], request_id, "door.mp4", data)

    refusal = caught.value.refusal
    assert refusal.rule == rule
    assert refusal.next_step
    assert refusal.reference is not None
    assert bench.images.lineages() == before
    assert intake.get(casework, bench["investigator"], request_id).recording is None


def test_only_listed_frames_of_a_video_that_is_there_are_chosen(
    bench: Bench, casework: Casework, approach: bytes
) -> None:
    """Neither a frame that was not shown nor a frame of nothing."""
    request_id = _draft(bench, casework)
    with pytest.raises(Unacceptable, match="No video"):
        recording.choose(casework, bench["investigator"], request_id, FrameChoice(number=0))
    _offered(bench, casework, request_id, approach)

    with pytest.raises(Unacceptable, match="not one of those listed"):
        recording.choose(casework, bench["investigator"], request_id, FrameChoice(number=400))


@pytest.mark.parametrize("name", ["examiner1", "approver", "stranger"])
def test_nobody_else_sends_or_chooses(name: str, bench: Bench, casework: Casework, approach: bytes) -> None:
    """Another person's request is not there; and nothing is decoded for them."""
    request_id = _draft(bench, casework)
    _offered(bench, casework, request_id, approach)
    untouched = replace(casework, faces=None)

    acts: list[Callable[[], object]] = [
        lambda: recording.offer(untouched, bench[name], request_id, "door.mp4", approach),
        lambda: recording.choose(untouched, bench[name], request_id, FrameChoice(number=0)),
    ]
    for act in acts:
        with pytest.raises((NotAllowed, NotFound)) as caught:
            act()
        assert isinstance(caught.value, Refused)
        assert caught.value.refusal.reference is not None


def test_a_submitted_request_takes_no_video(bench: Bench, casework: Casework, approach: bytes) -> None:
    """After submission neither video nor frame changes."""
    request_id = bench.submitted()

    with pytest.raises(WrongState):
        recording.offer(casework, bench["investigator"], request_id, "door.mp4", approach)
    with pytest.raises(WrongState):
        recording.choose(casework, bench["investigator"], request_id, FrameChoice(number=0))


@pytest.mark.proves("A-24")
def test_a_video_leaves_with_the_probe_that_was_made_of_it(bench: Bench, casework: Casework, approach: bytes) -> None:
    """Frames of one video share its clock: a frame chosen before another never takes the video with it (A-24)."""
    request_id = _draft(bench, casework)
    person, rules = bench["investigator"], bench.rules.control.retention
    first, second, *_ = _offered(bench, casework, request_id, approach).faces[0].frames
    recording.choose(casework, person, request_id, FrameChoice(number=first.number))
    recording.choose(casework, person, request_id, FrameChoice(number=second.number))
    lineage_id = _held(bench, request_id).lineage_id
    probe.choose(casework, person, request_id, FaceChoice(face=0, why="The one who comes."))
    intake.submit(casework, person, request_id)
    bench.clock.now += rules.originals

    assert remove_due(casework) == 0
    assert lineage_id in bench.images.lineages()
    approval.decide(casework, bench["approver"], request_id, decision(approved=False, reason=ANSWER))
    bench.clock.now += rules.originals
    remove_due(casework)

    assert lineage_id not in bench.images.lineages()
    assert intake.get(casework, person, request_id).recording is None


@pytest.mark.proves("A-24")
def test_a_video_of_which_no_frame_was_chosen_leaves_too(bench: Bench, casework: Casework, approach: bytes) -> None:
    """In a draft after the days of drafts; the removal is recorded with its hash (A-24)."""
    request_id = _draft(bench, casework)
    view = _offered(bench, casework, request_id, approach)
    lineage_id = _held(bench, request_id).lineage_id
    bench.clock.now += bench.rules.control.retention.drafts - timedelta(seconds=1)
    assert remove_due(casework) == 0

    bench.clock.forward(seconds=1)

    assert remove_due(casework) == 1
    event = bench.log.entries[-1].event
    assert (event.act, event.rule, event.details["kind"]) == ("probe_removed", "A-24", "video")
    assert event.details["sha256"] == (view.sha256,)
    assert lineage_id not in bench.images.lineages()
    assert remove_due(casework) == 0


@pytest.mark.proves("A-14", "B-05")
@pytest.mark.records("sqlite")
def test_a_replayed_search_makes_the_chosen_frame_again(bench: Bench) -> None:
    """The list is identical, and a frame that comes out otherwise is named (B-05)."""
    still = np.full((128, 128, 3), (15, 60, 90), np.uint8)
    still[40:80:8] = 200
    request_id, person = _draft(bench, bench.casework), bench["investigator"]
    number = _offered(bench, bench.casework, request_id, encoded([still] * 4)).faces[0].frames[0].number
    recording.choose(bench.casework, person, request_id, FrameChoice(number=number))
    probe.choose(bench.casework, person, request_id, FaceChoice(face=0, why="The person at the counter."))
    intake.submit(bench.casework, person, request_id)
    approval.decide(bench.casework, bench["approver"], request_id, decision())
    bench.look("examiner1", examination.take(bench.casework, bench["examiner1"], request_id).id)
    with bench.ledger.reading() as connection:
        search_id = str(examinations_of(connection, request_id)[0].search_id)
    same = replay(bench.casework, bench["compliance"], search_id)
    with bench.ledger.unrecorded() as connection:
        connection.exec_driver_sql(
            "UPDATE derivatives SET parameters = json_set(parameters, '$.pixels_sha256', ?) "
            "WHERE operation = 'choose_frame'",
            ("0" * 64,),
        )

    other = replay(bench.casework, bench["compliance"], search_id)

    assert (same.identical, same.unlike) == (True, ())
    assert other.unlike == ("chosen frame: the video gives another picture now than the one recorded",)
