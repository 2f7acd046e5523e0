"""A lead on paper or as a file: recorded first, then handed out with its watermark (C-11, E-01 to E-03)."""

from audits.events import Exported
from gallery.authority import Person
from gallery.casework.lead import begin, demand_acknowledged, revealed, watermark
from gallery.casework.means import Casework
from gallery.records.cases import request_by_id
from gallery.records.follow_up import LeadCopy, add_copy
from gallery.records.ids import new_id
from kernel_lib.vocabulary import CopyKind
from kernel_lib.wire.follow_up import CopyAsked, CopyMade, LeadDocument


def make(casework: Casework, person: Person, lead_id: str, asked: CopyAsked) -> CopyMade:
    """Record a copy and return its watermark: user, time, search number and the standing words.

    Raises:
        NotFound: there is no such lead of this person.
        WrongState: it shows nothing: not acknowledged, expired or withdrawn.
    """
    document = None
    with casework.ledger.act(person, Exported) as act:
        lead = begin(act, casework, person, lead_id, "lead_copied")
        demand_acknowledged(lead)
        request = request_by_id(act.connection, lead.request_id)
        assert request is not None  # noqa: S101  # the lead refers to it
        assert lead.acknowledged_at is not None  # noqa: S101  # it is demanded above
        mark = watermark(casework, person, act.now, lead, request)
        add_copy(act.connection, LeadCopy(new_id(), lead.id, person.account_id, asked.kind.value, mark, act.now, None))
        act.note(kind=f"lead_{asked.kind.value}", search_id=lead.search_id)
        if asked.kind is CopyKind.FILE:
            document = LeadDocument(
                standing=casework.rules.follow_up.standing,
                limits=casework.rules.casework.lead.limits,
                mark=mark,
                lead_id=lead.id,
                request_number=request.number,
                occurrence_number=str(request.draft.get("occurrence_number", "")),
                state=lead.state,
                issued_at=lead.issued_at,
                expires_at=lead.expires_at,
                acknowledged_at=lead.acknowledged_at,
                persons=(revealed(act.connection, casework, lead, request),),
            )
    return CopyMade(mark=mark, sequence=act.sequence, document=document)
