"""What an owner gave is followed: sealed, withdrawn, destroyed; a partner that was away catches up (G-06)."""

import pytest
from sqlalchemy import delete

from gallery.records.applications import Application, Disagreement, add_application, attach
from gallery.records.held import eligibility, pictures, references
from gallery.records.ids import new_id
from gallery.records.partners import identities_given
from gallery.sharing import desk, messages
from gallery.sharing.messages import tell_due
from kernel_lib.errors import NotFound, WrongState
from kernel_lib.vocabulary import MarkKind
from kernel_lib.wire.sharing import MessageView
from tests.gallery.fakes import NOON
from tests.gallery.sharing.three import HALTON, SEARCHER, YORK, Three


def _inbox(three: Three) -> tuple[MessageView, ...]:
    return desk.view(three.sharing, three.bench[f"{SEARCHER}_clerk"]).inbox


def _outbox(three: Three) -> tuple[MessageView, ...]:
    return desk.view(three.sharing, three.bench[f"{HALTON}_compliance"]).outbox


@pytest.mark.proves("G-06")
def test_a_partner_that_was_away_gets_everything_in_order_and_the_gap_stands_in_the_report(three: Three) -> None:
    """Withdrawn, then sealed; asked again each day, overdue after three; read once, acknowledged, nothing is left."""
    three.evaluated()
    three.agreed()
    three.lead("H-001", HALTON)
    nothing = tell_due(three.sharing)
    three.withdraw("H-001")
    first = tell_due(three.sharing)
    three.bench.clock.forward(hours=25)
    again = tell_due(three.sharing)
    three.mark(HALTON, "H-001", MarkKind.SEAL)
    three.bench.clock.forward(hours=50)
    tell_due(three.sharing)
    gap = _outbox(three)

    read = _inbox(three)
    for each in read:
        messages.acknowledge(three.sharing, three.bench[f"{SEARCHER}_clerk"], each.id)
    settled = _outbox(three)
    three.bench.clock.forward(days=9)

    assert (nothing, first, again) == (0, 1, 1)
    assert [(each.kind, each.attempts, each.overdue) for each in gap] == [("withdrawn", 3, True), ("sealed", 1, False)]
    assert all(each.received_at is None for each in gap)
    assert [each.kind for each in read] == ["withdrawn", "sealed"]
    assert all(each.received_at and each.request_number.startswith("R-") for each in read)
    assert all(each.acknowledged_at and not each.overdue and not each.request_number for each in settled)
    assert tell_due(three.sharing) == 0


@pytest.mark.proves("G-06")
def test_only_the_partner_acknowledges_and_only_once(three: Three) -> None:
    """Neither the owner nor a third service, which sees nothing of it; the gallery's page alone tells it too."""
    three.evaluated()
    three.agreed()
    three.lead("H-001", HALTON)
    three.withdraw("H-001")
    message = _inbox(three)[0]
    for somebody in (f"{HALTON}_clerk", f"{YORK}_clerk"):
        with pytest.raises(NotFound):
            messages.acknowledge(three.sharing, three.bench[somebody], message.id)

    messages.acknowledge(three.sharing, three.bench[f"{SEARCHER}_clerk"], message.id)

    with pytest.raises(WrongState):
        messages.acknowledge(three.sharing, three.bench[f"{SEARCHER}_clerk"], message.id)
    assert desk.view(three.sharing, three.bench[f"{YORK}_clerk"]).outbox == ()


@pytest.mark.proves("G-06")
def test_a_destroyed_picture_is_told_and_who_was_never_given_is_not(three: Three) -> None:
    """Whatever destroyed it: the row is gone, so the partner is told. Somebody of no lead makes no message."""
    three.evaluated()
    three.agreed()
    three.lead("H-001", HALTON)
    three.withdraw("H-002")
    with three.bench.ledger.unrecorded() as connection:
        (given,) = identities_given(connection)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = 1")
        gone = list(given.pictures)
        connection.execute(delete(eligibility).where(eligibility.c.picture_id.in_(gone)))
        connection.execute(delete(references).where(references.c.picture_id == gone[0]))
        connection.execute(delete(pictures).where(pictures.c.id.in_(gone)))

    assert tell_due(three.sharing) == 1
    assert [(each.kind, each.pseudonym) for each in _inbox(three)] == [("destroyed", given.pseudonym)]


@pytest.mark.proves("G-06", "F-63")
def test_a_statement_of_disagreement_is_told_although_the_picture_stays_searchable(three: Three) -> None:
    """The owner corrects what is held; the partner learns that its copy needs the correction."""
    three.evaluated()
    three.agreed()
    three.lead("H-001", HALTON)
    clerk = three.bench[f"{HALTON}_clerk"].account_id
    asked = Application(
        id=new_id(),
        number="A-1",
        service=HALTON,
        kind="correction",
        subject_number="H-001",
        language="en",
        applicant="person",
        received_on=NOON.date(),
        form={},
        fee_cents=0,
        recorded_by=clerk,
        recorded_at=NOON,
    )
    with three.bench.ledger.unrecorded() as connection:
        (given,) = identities_given(connection)
        add_application(connection, asked)
        attach(connection, Disagreement(new_id(), asked.id, given.pictures[0], "It was not I.", clerk, NOON))

    (message,) = _inbox(three)

    assert (message.kind, message.pseudonym) == ("corrected", given.pseudonym)
    assert "It was not I." not in message.model_dump_json()
