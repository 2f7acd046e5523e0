"""Pictures are shown to the right person at the right stage, without metadata, and each showing is recorded."""

import io

import pytest
from PIL import Image

from gallery.casework.examination import lock_analysis, take
from gallery.casework.pictures import show
from kernel_lib.errors import NotAllowed, NotFound, WrongState
from kernel_lib.vocabulary import Role
from tests.gallery.casework.bench import Bench, picture, probe_vector


def test_candidates_are_refused_before_the_lock(bench: Bench) -> None:
    """The right to see them begins with the locked notes (D-02)."""
    view = take(bench.casework, bench["examiner1"], bench.approved())

    with pytest.raises(WrongState) as before:
        show(bench.casework, bench["examiner1"], f"examinations/{view.id}/candidates/A/1")
    lock_analysis(bench.casework, bench["examiner1"], view.id, bench.notes())
    with pytest.raises(WrongState) as unopened:
        show(bench.casework, bench["examiner1"], f"examinations/{view.id}/candidates/A/1")

    assert (before.value.refusal.rule, unopened.value.refusal.rule) == ("D-02", "D-01")
    assert bench.log.told()[-2:] == [("analysis_locked", "done"), ("picture_viewed", "refused")]


def test_every_path_that_a_view_gives_can_be_shown(bench: Bench) -> None:
    """Probe and each candidate picture, each with its own entry."""
    view = bench.opened()
    paths = [view.probe_picture, *(shown.picture for letter in view.letters for shown in letter.pictures)]
    before = len(bench.log.entries)

    for path in paths:
        data, kind = show(bench.casework, bench["examiner1"], path)
        assert Image.open(io.BytesIO(data)).format == {"image/png": "PNG", "image/jpeg": "JPEG"}[kind]

    assert [e.event.act for e in bench.log.entries[before:]] == ["picture_viewed"] * len(paths)


def test_metadata_of_a_booking_picture_never_reaches_an_examiner(bench: Bench) -> None:
    """A caption or a date in the file would break the blindness (C-05)."""
    exif = Image.Exif()
    exif[0x010E] = "A person's name, 3 May 2011"
    bench.add_reference("CAPTION", probe_vector(), data=picture(exif=exif))
    view = bench.opened()
    letter = bench.letter_of(view, "CAPTION")

    data, _ = show(bench.casework, bench["examiner1"], f"examinations/{view.id}/candidates/{letter}/1")

    assert b"2011" not in data
    assert not Image.open(io.BytesIO(data)).getexif()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "requests",
        "requests/{request}",
        "requests/{request}/faces/7",
        "requests/{request}/faces/../probe",
        "requests/../../etc/passwd",
        "examinations/{examination}/candidates/ZZ/1",
        "examinations/{examination}/candidates/A/0",
        "examinations/{examination}/candidates/A/99",
        "examinations/{examination}/candidates/A/1/../../../x",
        "examinations/{examination}/candidates/A",
        "leads/none/reference",
        "pictures/x",
        "x" * 500,
        "requests/a b\n/probe",
    ],
)
def test_a_path_that_leads_nowhere_is_one_refusal(bench: Bench, path: str) -> None:
    """Whatever stands in it: not found, one entry (G-01)."""
    view = bench.opened("investigator")
    before = len(bench.log.entries)

    given = path.format(request=bench.request_of(view.id), examination=view.id)
    with pytest.raises(NotFound):
        show(bench.casework, bench["investigator"], given)

    assert [(e.event.act, e.event.result) for e in bench.log.entries[before:]] == [("picture_viewed", "refused")]


@pytest.mark.parametrize("name", ["investigator", "examiner2", "stranger"])
def test_nobody_sees_anothers_candidates(bench: Bench, name: str) -> None:
    """Not the requester, not a colleague, not another service (C-10, G-01)."""
    view = bench.opened()

    with pytest.raises(NotFound):
        show(bench.casework, bench[name], view.letters[0].pictures[0].picture)


def test_the_whole_probe_is_for_who_asks_and_who_decides(bench: Bench) -> None:
    """Examiners see the chosen face only, others pixelated (A-20, D-09)."""
    request_id = bench.submitted()

    for name in ("investigator", "approver"):
        data, kind = show(bench.casework, bench[name], f"requests/{request_id}/probe")
        assert (data[:2], kind) == (b"\xff\xd8", "image/jpeg")
    with pytest.raises(NotFound):
        show(bench.casework, bench["examiner1"], f"requests/{request_id}/probe")


def test_a_role_without_pictures_sees_none(bench: Bench) -> None:
    """An administrator or auditor has no permission for pictures (H-02)."""
    bench.join("auditor", (Role.AUDITOR,))

    with pytest.raises(NotAllowed):
        show(bench.casework, bench["auditor"], "requests/x/probe")
