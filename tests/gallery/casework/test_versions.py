"""What is locked stays: each version points to the one before by hash, and additions are versions too (D-17)."""

import json

import pytest

from gallery.casework import amendment, examination
from gallery.records.examinations import examinations_of, versions_of
from kernel_lib.errors import NotFound, Unacceptable, WrongState
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import Disposition
from kernel_lib.wire.examination import DispositionGiven
from kernel_lib.wire.review import AmendmentGiven
from tests.gallery.casework.at_once import outcomes
from tests.gallery.casework.bench import Bench

SLIP = AmendmentGiven(reason="A slip of the pen.", words="The scar is on the left.")


@pytest.mark.proves("D-17")
def test_an_addition_after_the_lock_is_a_linked_version_and_the_earlier_stay(bench: Bench) -> None:
    """Notes, conclusion and two additions are one chain; every body still has its hash, and the conclusion stands."""
    view = bench.opened()
    locked = bench.conclude("examiner1", view, "S-001")
    with bench.ledger.reading() as connection:
        before = versions_of(connection, view.id)

    for _ in range(2):
        amended = amendment.amend(bench.casework, bench["examiner1"], view.id, SLIP)

    with bench.ledger.reading() as connection:
        after = versions_of(connection, view.id)
    assert after[:2] == before
    assert [each.stage for each in after] == ["analysis", "conclusion", "amendment", "amendment"]
    assert [each.version for each in after] == [1, 2, 3, 4]
    assert [each.previous_sha256 for each in after] == [None, *(each.sha256 for each in after[:-1])]
    assert all(sha256_hex(each.body.encode()) == each.sha256 for each in after)
    assert json.loads(after[2].body)["reason"] == SLIP.reason
    assert amended.conclusion == locked.conclusion
    assert [(each.version, each.words) for each in amended.amendments] == [(3, SLIP.words), (4, SLIP.words)]


def test_an_addition_needs_a_lock_a_reason_and_its_own_examiner(bench: Bench) -> None:
    """And is refused otherwise, with nothing kept."""
    view = bench.opened()
    with pytest.raises(WrongState):
        amendment.amend(bench.casework, bench["examiner1"], view.id, SLIP)
    bench.conclude("examiner1", view, "S-001")
    with pytest.raises(Unacceptable):
        amendment.amend(bench.casework, bench["examiner1"], view.id, AmendmentGiven(reason=" ", words="More."))
    with pytest.raises(NotFound):
        amendment.amend(bench.casework, bench["examiner2"], view.id, SLIP)
    with bench.ledger.reading() as connection:
        assert len(versions_of(connection, view.id)) == 2


@pytest.mark.proves("D-17")
def test_two_locks_at_the_same_moment_are_one_lock_and_one_refusal(bench: Bench) -> None:
    """The same conclusion sent four times at once: one version, one verification, three recorded refusals."""
    view = bench.opened()
    letter = bench.letter_of(view, "S-001")
    for each in view.letters:
        given = Disposition.NOT_EXCLUDED if each.letter == letter else Disposition.EXCLUDED
        examination.dispose(
            bench.casework, bench["examiner1"], view.id, each.letter, DispositionGiven(disposition=given)
        )
    offered = bench.conclusion(letter, 2)

    found = outcomes(
        *(lambda: examination.conclude(bench.casework, bench["examiner1"], view.id, offered) for _ in range(4))
    )

    assert found == ["WrongState"] * 3 + ["done"]
    with bench.ledger.reading() as connection:
        assert [each.stage for each in versions_of(connection, view.id)] == ["analysis", "conclusion"]
        assert len(examinations_of(connection, bench.request_of(view.id))) == 2


@pytest.mark.proves("D-17")
def test_two_examiners_lock_different_requests_at_the_same_moment(bench: Bench) -> None:
    """Both are kept, each with its own chain and its own verification."""
    views = {name: bench.opened(name) for name in ("examiner1", "examiner2")}

    found = outcomes(
        *(lambda name=name, view=view: bench.conclude(name, view, "S-001") for name, view in views.items())
    )

    assert found == ["done", "done"]
    with bench.ledger.reading() as connection:
        for view in views.values():
            versions = versions_of(connection, view.id)
            assert versions[1].previous_sha256 == versions[0].sha256
            assert len(examinations_of(connection, bench.request_of(view.id))) == 2
