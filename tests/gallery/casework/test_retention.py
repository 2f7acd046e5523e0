"""The clocks of probes."""

from datetime import timedelta
from pathlib import Path

import pytest

from gallery.casework import approval, pictures, probe, search_pictures
from gallery.casework.retention import remove_due
from gallery.records.probes import Probe, derivatives_of, probe_of, replaced_probes
from gallery.records.removals import derived_files, removals_of
from kernel_lib.errors import LogUnavailable, PictureDamaged, WrongState
from kernel_lib.wire.holds import HoldAsked
from tests.gallery.casework.bench import ANSWER, Bench, decision, picture, probe_vector


def _ended(bench: Bench) -> str:
    """Return a request that an approver refused: it holds an original and a crop."""
    request_id = bench.submitted(faces=2)
    approval.decide(bench.casework, bench["approver"], request_id, decision(approved=False, reason=ANSWER))
    return request_id


def _probe(bench: Bench, request_id: str) -> Probe:
    with bench.ledger.reading() as connection:
        held = probe_of(connection, request_id)
    assert held is not None
    return held


def _files(bench: Bench, held: Probe) -> set[str]:
    folder = bench.folder / "pictures" / held.lineage_id
    return {path.stem for path in folder.glob("*.sealed")} - {"key"}


@pytest.mark.proves("A-24")
def test_a_template_of_a_probe_is_nowhere_after_the_search(bench: Bench) -> None:
    """Not in the records, their log-ahead file, the pictures or the index (A-24)."""
    bench.opened()
    template = probe_vector().tobytes()

    held = [path.name for path in Path(bench.folder).rglob("*") if path.is_file() and template in path.read_bytes()]

    assert held == []


@pytest.mark.proves("A-24")
def test_derived_pictures_leave_before_the_original(bench: Bench) -> None:
    """Each on its own clock from the end of the request; the hashes remain and the removal is recorded (A-24)."""
    request_id = _ended(bench)
    held, rules = _probe(bench, request_id), bench.rules.control.retention
    with bench.ledger.reading() as connection:
        crop = derivatives_of(connection, held.id)[0].sha256
    bench.clock.now += rules.derivatives - timedelta(seconds=1)
    assert remove_due(bench.casework) == 0
    assert _files(bench, held) == {held.sha256, crop}

    bench.clock.forward(seconds=1)
    removed = remove_due(bench.casework)

    assert removed == 1
    assert _files(bench, held) == {held.sha256}
    event = bench.log.entries[-1].event
    assert (event.act, event.rule, event.details["kind"]) == ("probe_removed", "A-24", "derivatives")
    assert event.details["sha256"] == (crop,)
    assert remove_due(bench.casework) == 0


@pytest.mark.proves("A-24")
def test_an_original_leaves_by_the_schedule_of_the_case(bench: Bench) -> None:
    """With its key, so that nothing of its lineage can be read any more (A-24)."""
    request_id = _ended(bench)
    held = _probe(bench, request_id)
    bench.clock.now += bench.rules.control.retention.originals

    assert remove_due(bench.casework) == 2

    with pytest.raises(PictureDamaged):
        bench.images.get(held.lineage_id, held.sha256)
    with bench.ledger.reading() as connection:
        removals = removals_of(connection, held.id)
    assert {each.kind for each in removals} == {"original", "derivatives"}
    assert all(each.confirmed_at for each in removals)
    with pytest.raises(WrongState) as refused:
        pictures.show(bench.casework, bench["investigator"], f"requests/{request_id}/probe")
    assert refused.value.refusal.rule == "A-24"
    assert (held.filename, _probe(bench, request_id).filename) == ("still.png", "")


@pytest.mark.proves("A-24")
def test_a_hold_on_the_case_stops_its_clocks(bench: Bench) -> None:
    """Nothing leaves while it stands; after it is lifted the clocks go on (A-24, C-13)."""
    held = _probe(bench, _ended(bench))
    asked = HoldAsked(ground=next(iter(bench.rules.review.hold_grounds)), note="Disclosure is pending.")
    holds = search_pictures.place_hold(bench.casework, bench["compliance"], "2026-000123", asked)
    bench.clock.now += bench.rules.control.retention.originals

    assert remove_due(bench.casework) == 0
    assert len(_files(bench, held)) == 2
    search_pictures.lift_hold(bench.casework, bench["compliance"], holds.holds[0].id)
    assert remove_due(bench.casework) == 2


@pytest.mark.proves("A-24")
def test_a_request_under_way_loses_nothing(bench: Bench) -> None:
    """However long it waits (A-24)."""
    held = _probe(bench, bench.approved())
    bench.clock.now += bench.rules.control.retention.originals

    assert remove_due(bench.casework) == 0
    assert held.sha256 in _files(bench, held)


@pytest.mark.proves("A-24")
def test_an_abandoned_draft_and_a_replaced_picture_leave_too(bench: Bench) -> None:
    """A draft after its days; what another picture replaced by the clock of the replacement (A-24)."""
    draft_id = bench.drafted(faces=2)
    probe.offer(bench.casework, bench["investigator"], draft_id, "again.png", picture(2))
    with bench.ledger.reading() as connection:
        (old,) = replaced_probes(connection, draft_id)
    new, rules = _probe(bench, draft_id), bench.rules.control.retention

    bench.clock.now += max(rules.drafts, rules.derivatives)

    assert remove_due(bench.casework) == 2
    assert (_files(bench, old), _files(bench, new)) == ({old.sha256}, set())


@pytest.mark.proves("A-24")
def test_what_a_crash_left_behind_is_removed_in_the_next_round(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The removal is on record before the file goes (A-24)."""
    held = _probe(bench, _ended(bench))
    bench.clock.now += bench.rules.control.retention.derivatives
    with monkeypatch.context() as broken:
        broken.setattr(type(bench.images), "remove", lambda *_: (_ for _ in ()).throw(OSError("killed")))
        with pytest.raises(OSError, match="killed"):
            remove_due(bench.casework)
    assert len(_files(bench, held)) == 2

    assert remove_due(bench.casework) == 0

    assert _files(bench, held) == {held.sha256}


def test_a_crop_that_is_the_whole_picture_takes_no_original_along(bench: Bench) -> None:
    """A picture of nothing but one face has a crop of the same bytes; only the original's clock removes them."""
    held = _probe(bench, bench.drafted())
    with bench.ledger.reading() as connection:
        assert derived_files(connection, held.id) == ()


def test_nothing_is_removed_when_the_log_cannot_be_written(bench: Bench) -> None:
    """No entry, no removal."""
    held = _probe(bench, _ended(bench))
    bench.clock.now += bench.rules.control.retention.derivatives
    bench.log.writable = False

    with pytest.raises(LogUnavailable):
        remove_due(bench.casework)

    assert len(_files(bench, held)) == 2
