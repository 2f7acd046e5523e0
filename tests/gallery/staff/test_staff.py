"""Searches of staff: a picture freely given, a check that finds it, and nobody but compliance who learns of it."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from gallery.casework import approval, examination, further, intake
from gallery.images.store import Images
from gallery.records import who
from gallery.records.staff import consents_held, findings_held
from gallery.rules.reading import read_toml
from gallery.rules.staff_check import build
from gallery.staff import check, consent, findings
from gallery.staff.means import Staff, open_store
from kernel_lib.errors import NotAllowed, NotFound, PictureDamaged, SettingsError, Unacceptable, WrongState
from kernel_lib.faces.encoding import Template
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.vocabulary import AccountState
from kernel_lib.wire.casework import FaceChoice
from kernel_lib.wire.staff import FindingAnswer
from tests.gallery.casework.bench import MODEL, SIZE, Bench, FakeDetector, decision, picture
from tests.gallery.casework.conftest import bench, made_bench

__all__ = ["bench", "made_bench"]

HOW = "The occurrence has a complaint by the shop, and its recording."


@pytest.fixture
def staff(bench: Bench) -> Staff:
    """The bench's casework, and a store of its own."""
    (bench.folder / "keys").mkdir(mode=0o700)
    return Staff(bench.casework, open_store(bench.folder / "gallery", bench.folder / "keys", ()))


def _searched(bench: Bench) -> str:
    """Run one search by an examiner; return its request."""
    view = bench.opened()
    return bench.request_of(view.id)


def _answer(**changed: object) -> FindingAnswer:
    return FindingAnswer.model_validate({"proper": False, "reason": HOW, **changed})


@pytest.mark.proves("B-11")
def test_a_search_of_a_colleagues_picture_is_laid_before_compliance(bench: Bench, staff: Staff) -> None:
    """The decoy: a member of staff gave a picture, somebody searched that face; compliance sees who, whom and where."""
    consent.give(staff, bench["approver"], picture(), accepted=True)
    _searched(bench)

    found = findings.check_now(staff, bench["compliance"])

    (raised,) = [each for each in found.findings if each.resembles]
    assert (raised.resembles, raised.requester, raised.searched_by) == ("Approver", "Investigator", "Examiner1")
    assert raised.occurrence_number == "2026-000123"
    assert (found.checks[0].people, found.checks[0].searches, found.checks[0].compared) == (1, 1, 1)


@pytest.mark.proves("B-11")
def test_a_search_of_somebody_else_raises_nothing_but_the_draw(bench: Bench, staff: Staff) -> None:
    """Below the similarity of the rules there is no resemblance; the one search is drawn by chance all the same."""
    consent.give(staff, bench["approver"], picture(), accepted=True)
    _searched(bench)
    in_turn = _Turns(iter(np.eye(SIZE, dtype=np.float32)))
    faces = FaceEngine(FakeDetector(), in_turn, bench.casework.faces._limits, ())  # type: ignore[attr-defined]  # a real engine

    found = findings.check_now(Staff(replace(bench.casework, faces=faces), staff.store), bench["compliance"])

    assert [each.resembles for each in found.findings] == [""]


@pytest.mark.proves("B-11")
def test_each_search_is_compared_once(bench: Bench, staff: Staff) -> None:
    """The next check begins where the last one ended."""
    consent.give(staff, bench["approver"], picture(), accepted=True)
    _searched(bench)
    check.run(staff, None)
    bench.clock.forward(minutes=1)

    again = check.run(staff, None)

    assert (again.searches, again.compared) == (0, 0)


@pytest.mark.proves("B-11", "A-24")
def test_an_original_that_is_gone_is_counted_and_not_compared(bench: Bench, staff: Staff) -> None:
    """No clock is prolonged for the check: what the case no longer keeps cannot be compared."""
    consent.give(staff, bench["approver"], picture(), accepted=True)
    _searched(bench)
    shutil.rmtree(bench.folder / "pictures")

    ran = check.run(staff, None)

    assert (ran.searches, ran.compared) == (1, 0)


@pytest.mark.proves("B-11")
def test_a_search_that_is_kept_during_a_check_is_not_passed_over(
    bench: Bench, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next check would begin behind it: so this one is not kept, and the next compares both."""
    _searched(bench)
    compare = check._compare

    def meanwhile(*given: Any) -> check.Compared:
        _searched(bench)
        return compare(*given)

    with monkeypatch.context() as slow:
        slow.setattr(check, "_compare", meanwhile)
        with pytest.raises(WrongState, match="A search ended meanwhile"):
            check.run(staff, None)

    assert check.run(staff, None).searches == 2


@pytest.mark.proves("B-11", "A-21")
def test_a_colleague_in_a_further_picture_is_found_too(bench: Bench, staff: Staff) -> None:
    """Somebody else's picture in front hides nobody."""
    own, other = np.eye(SIZE, dtype=np.float32)[:2]
    bench.encoder.encode = lambda crops: tuple(  # type: ignore[method-assign]  # two shades, two people
        Template(own if crop[..., 0].max() < 60 else other, MODEL) for crop in crops
    )
    consent.give(staff, bench["approver"], picture(shade=40), accepted=True)
    request_id = bench.drafted()
    view = further.add(bench.casework, bench["investigator"], request_id, "second.png", picture(shade=40))
    choice = FaceChoice(face=0, why="The person at the counter.")
    further.choose(bench.casework, bench["investigator"], request_id, view.further[0].id, choice)
    intake.submit(bench.casework, bench["investigator"], request_id)
    approval.decide(bench.casework, bench["approver"], request_id, decision())
    bench.look("examiner1", examination.take(bench.casework, bench["examiner1"], request_id).id)

    found = findings.check_now(staff, bench["compliance"])

    assert [each.resembles for each in found.findings if each.resembles] == ["Approver"]
    assert found.checks[0].compared == 1


def test_a_picture_of_staff_that_cannot_be_read_stops_no_check(bench: Bench, staff: Staff) -> None:
    """It is compared with nobody and not counted."""
    consent.give(staff, bench["approver"], picture(), accepted=True)
    _searched(bench)
    with bench.ledger.reading() as connection:
        (held,) = consents_held(connection)
    staff.store.destroy(held.lineage_id)

    ran = check.run(staff, None)

    assert (ran.people, ran.searches, ran.compared) == (0, 1, 1)


@pytest.mark.proves("B-11")
def test_the_draw_can_be_made_again_from_its_seed(bench: Bench, staff: Staff) -> None:
    """The seed is in the record and in the log; the same seed draws the same searches."""
    _searched(bench)

    ran = check.run(staff, None)

    with bench.ledger.reading() as connection:
        drawn = [each.search_id for each in findings_held(connection, 10)]
    assert bench.log.entries[-1].event.details["seed"] == ran.seed
    assert list(check.draw(drawn, ran.seed, 3)) == drawn
    many = [f"search {number:03d}" for number in range(200)]
    turned = many[::-1]
    assert check.draw(many, ran.seed, 5) == check.draw(turned, ran.seed, 5)
    assert check.draw(many, ran.seed, 5) != check.draw(many, f"{int(ran.seed, 16) ^ 1:016x}", 5)


@pytest.mark.proves("B-11")
def test_the_service_checks_by_itself_when_the_days_are_over(bench: Bench, staff: Staff) -> None:
    """Not before anything was searched, then once, and again when the days of the rules have passed."""
    ran = [check.run_due(staff)]
    for days in (0, 6, 1):
        bench.clock.forward(days=days, minutes=1)
        _searched(bench)
        ran.append(check.run_due(staff))

    assert ran == [False, True, False, True]


@pytest.mark.proves("B-11")
def test_a_picture_of_staff_is_in_no_gallery_and_no_index(bench: Bench, staff: Staff) -> None:
    """No reference, no lineage of the gallery, no template anywhere, and another key than the master key."""
    numbers, lineages = bench.index.numbers, bench.images.lineages()

    consent.give(staff, bench["approver"], picture(), accepted=True)

    assert (bench.index.numbers, bench.images.lineages()) == (numbers, lineages)
    with bench.ledger.reading() as connection:
        (held,) = consents_held(connection)
    assert staff.store.get(held.lineage_id, held.sha256) == picture()
    with pytest.raises(PictureDamaged):
        Images(bench.folder / "gallery" / "staff", bytes(32)).get(held.lineage_id, held.sha256)


@pytest.mark.proves("B-11")
def test_ending_consent_destroys_the_picture(bench: Bench, staff: Staff) -> None:
    """File and key are gone, the next check compares with nobody, and a new picture may be given."""
    consent.give(staff, bench["approver"], picture(), accepted=True)
    _searched(bench)

    after = consent.end(staff, bench["approver"])

    assert not after.given
    assert list((bench.folder / "gallery" / "staff").iterdir()) == []
    assert check.run(staff, None).people == 0
    assert consent.give(staff, bench["approver"], picture(), accepted=True).given


@pytest.mark.proves("B-11")
def test_the_picture_of_a_disabled_account_is_destroyed(bench: Bench, staff: Staff) -> None:
    """Who left is compared with no more."""
    consent.give(staff, bench["approver"], picture(), accepted=True)
    with bench.ledger.unrecorded() as connection:
        who.set_state(connection, bench["approver"].account_id, AccountState.DISABLED, None)

    ran = check.run(staff, None)

    assert ran.people == 0
    assert list((bench.folder / "gallery" / "staff").iterdir()) == []


def test_a_killed_end_of_consent_is_finished_at_the_next_start(bench: Bench, staff: Staff) -> None:
    """Pictures that no consent holds are destroyed when the store is opened."""
    staff.store.put("0" * 36, b"left behind")

    again = open_store(bench.folder / "gallery", bench.folder / "keys", ())

    assert again.lineages() == frozenset()


def test_a_missing_key_is_told_and_never_made_anew(bench: Bench, staff: Staff) -> None:
    """While pictures are held, a new key would only hide that they cannot be read."""
    (bench.folder / "keys" / "staff.key").unlink()

    with pytest.raises(SettingsError, match=r"staff\.key"):
        open_store(bench.folder / "gallery", bench.folder / "keys", {"0" * 36})


@pytest.mark.proves("B-11")
@pytest.mark.parametrize(
    ("data", "accepted", "field"),
    [(picture(), False, "accepted"), (picture(faces=0), True, "picture"), (picture(faces=2), True, "picture")],
)
def test_consent_needs_its_words_and_one_face(
    bench: Bench, staff: Staff, data: bytes, accepted: bool, field: str
) -> None:
    """At the field at fault; nothing is kept."""
    with pytest.raises(Unacceptable) as refused:
        consent.give(staff, bench["approver"], data, accepted=accepted)

    assert list(refused.value.refusal.fields) == [field]
    assert staff.store.lineages() == frozenset()


def test_consent_is_given_once_and_ended_once(bench: Bench, staff: Staff) -> None:
    """Each is refused where it makes no sense."""
    with pytest.raises(WrongState):
        consent.end(staff, bench["approver"])
    consent.give(staff, bench["approver"], picture(), accepted=True)
    with pytest.raises(WrongState):
        consent.give(staff, bench["approver"], picture(), accepted=True)

    assert consent.own(staff, bench["approver"]).given


@pytest.mark.proves("B-11")
def test_compliance_answers_a_finding_once_with_its_reason(bench: Bench, staff: Staff) -> None:
    """A short reason, a second answer and an unknown finding are refused; the answer stays."""
    _searched(bench)
    (raised,) = findings.check_now(staff, bench["compliance"]).findings
    officer = bench["compliance"]

    with pytest.raises(Unacceptable):
        findings.answer(staff, officer, raised.id, _answer(reason="No."))
    answered = findings.answer(staff, officer, raised.id, _answer())
    with pytest.raises(WrongState):
        findings.answer(staff, officer, raised.id, _answer())
    with pytest.raises(NotFound):
        findings.answer(staff, officer, "unknown", _answer())

    (kept,) = answered.findings
    assert (kept.proper, kept.reason, kept.answered_by) == (False, HOW, "Compliance")


@pytest.mark.proves("B-11")
def test_nobody_answers_a_finding_about_themselves(bench: Bench, staff: Staff) -> None:
    """Neither who searched nor whose picture it was."""
    consent.give(staff, bench["compliance"], picture(), accepted=True)
    _searched(bench)
    found = findings.check_now(staff, bench["compliance"]).findings
    (raised,) = [each for each in found if each.resembles]

    with pytest.raises(NotAllowed):
        findings.answer(staff, bench["compliance"], raised.id, _answer())


@pytest.mark.proves("B-11")
def test_the_log_names_nobody_and_tells_counts(bench: Bench, staff: Staff) -> None:
    """The entry of a check holds counts, the seed and the version; not whom a search resembles, and no similarity."""
    consent.give(staff, bench["approver"], picture(), accepted=True)
    _searched(bench)
    begun = len(bench.log.entries)

    check.run(staff, None)

    (entry,) = bench.log.entries[begun:]
    assert entry.event.act == "staff_checked"
    assert set(entry.event.details) == {
        "searches",
        "compared",
        "people",
        "seed",
        "drawn",
        "finding_ids",
        "resembling",
        "rule_version",
    }
    told = str(entry.event)
    assert bench["approver"].account_id not in told
    assert "approver" not in told.lower()


@pytest.mark.parametrize("changed", [{"min_score": 1.5}, {"sample": 0}, {"every_days": 0}, {"consent": {"en": "x"}}])
def test_rules_that_cannot_be_are_refused(changed: dict[str, object]) -> None:
    """A similarity above one, no draw, no days, or words in one language."""
    file = read_toml("staff_check")

    with pytest.raises(SettingsError):
        build(replace(file, data={**file.data, **changed}))


def test_the_days_of_the_rules_are_a_week() -> None:
    """As shipped."""
    assert build(read_toml("staff_check")).every == timedelta(days=7)


class _Turns:
    """Makes the next of some templates at each call."""

    model_id = MODEL

    def __init__(self, vectors: Iterator[NDArray[np.float32]]) -> None:
        self._vectors = vectors

    def encode(self, crops: Sequence[NDArray[np.uint8]]) -> tuple[Template, ...]:
        """Return one template for each crop."""
        return tuple(Template(next(self._vectors), self.model_id) for _ in crops)
