"""With a person's last picture every word goes that names the person; what names somebody else stays."""

from pathlib import Path

import pytest

from gallery.records import gallery
from gallery.records.erasing import erase_pictures
from gallery.records.identities import Ticket, add_ticket, change_ticket, ticket_by_id
from gallery.records.ids import new_id
from gallery.records.known_tasks import Proposal, add_proposal, proposal_of
from gallery.records.numbers import renumber
from kernel_lib.vocabulary import KnownTaskState
from tests.gallery.casework.bench import Bench
from tests.gallery.fakes import NOON


@pytest.mark.proves("F-32", "M-02")
def test_proposed_tasks_and_doubts_forget_who_is_destroyed(tmp_path: Path) -> None:
    """Under a number of now or before; a doubt that is also about somebody else keeps its words."""
    bench = Bench(tmp_path)
    bench.enrol(2)
    tasks = [bench.drafted() for _ in range(3)]
    clerk = bench["investigator"].account_id
    with bench.ledger.unrecorded() as connection:
        first, second = (gallery.subject_numbered(connection, "demo", number) for number in ("S-001", "S-002"))
        assert first is not None
        assert second is not None
        renumber(connection, first.id, "demo", "S-001", "N-001", NOON)
        for task, number in zip(tasks, ("S-001", "N-001", "S-002"), strict=True):
            state = KnownTaskState.PROPOSED
            add_proposal(connection, Proposal(task, "demo", state, "staff", "consent", True, number, clerk, NOON))
        alone = Ticket(new_id(), "demo", None, (first.id,), "S-001 is N-001.", clerk, NOON)
        both = Ticket(new_id(), "demo", None, (first.id, second.id), "S-001 is S-002?", clerk, NOON)
        for ticket in (alone, both):
            add_ticket(connection, ticket)
            change_ticket(connection, ticket.id, answer="They are.")
        held = [each.id for each in gallery.pictures_of(connection, first.id)]

        erase_pictures(connection, held, NOON)

        kept = [proposal_of(connection, task) for task in tasks]
        words = [ticket_by_id(connection, each.id) for each in (alone, both)]
    assert [each.subject_number for each in kept if each] == ["", "", "S-002"]
    assert [(each.note, each.answer) for each in words if each] == [("", ""), ("S-001 is S-002?", "They are.")]
    bench.database.close()
