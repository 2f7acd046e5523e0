"""Answers typed in an examination, kept until they are locked: leaving, reloading or a dead kernel loses none."""

from audits.events import ExaminationDrafted
from gallery.authority import Person
from gallery.casework.duties import own_examination
from gallery.casework.examination import tell
from gallery.casework.means import Casework
from gallery.casework.stages import EXAMINATION
from gallery.records.drafts import Draft, draft_of, keep_draft
from kernel_lib.errors import Unacceptable, WrongState
from kernel_lib.hashing import sha256_of
from kernel_lib.wire.drafts import DraftKept, ExaminationDraft


def save(casework: Casework, person: Person, examination_id: str, offered: ExaminationDraft) -> DraftKept:
    """Keep the answers given so far in place of those kept before. The log keeps their hash, not their words.

    Raises:
        NotFound: the examination is not this person's.
        WrongState: it is locked, or another window saved since (the message then says to reload).
        Unacceptable: an answer is about a component that the checklist does not have.
    """
    with casework.ledger.act(person, ExaminationDrafted) as act:
        casework.authority.demand(person, "examination_viewed")
        examination = own_examination(act.connection, person, examination_id)
        tell(act, examination)
        EXAMINATION.next_state(examination.state, "save_draft")
        held = draft_of(act.connection, examination.id)
        revision = held.revision if held else 0
        if offered.revision != revision:
            reason = "These answers were changed in another window since this one was opened."
            raise WrongState("D-17", reason, "Reload the page to go on with the newest answers.")
        known = {component.id for component in casework.rules.casework.components}
        asked = {*offered.visible, *offered.observations, *offered.explanations, *offered.notes}
        asked |= {pin.component for pin in offered.pins}
        if unknown := asked - known:
            reason = f"{len(unknown)} answers are about components that the checklist does not have."
            raise Unacceptable("D-03", reason, "Reload the page and go on.")
        body = offered.model_dump(mode="json", exclude={"revision"})
        keep_draft(act.connection, Draft(examination.id, revision + 1, body, act.now))
        act.note(revision=revision + 1, sha256=sha256_of(body), state=examination.state)
        return DraftKept(revision=revision + 1, saved_at=act.now)
