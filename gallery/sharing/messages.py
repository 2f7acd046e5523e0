"""What an owner tells partners of what it gave them: destroyed, sealed, withdrawn, corrected (G-06).

What became of each given picture is read from the records, not remembered by whoever changed it: no act can forget to
tell. A message is asked again until somebody of the partner acknowledges it; what is late stands in the report of both.
"""

from collections import Counter

from sqlalchemy import Connection

from audits.event import LIST_LIMIT
from audits.events import PartnerMessageAcknowledged, PartnersTold
from gallery.authority import Person
from gallery.ledger import Act
from gallery.records.applications import disagreements_with
from gallery.records.gallery import current_eligibility, picture_by_id
from gallery.records.ids import new_id
from gallery.records.partner_messages import (
    PartnerMessage,
    add_message,
    change_message,
    message_by_id,
    messages_known,
    messages_open,
)
from gallery.records.partners import PartnerIdentity, identities_given
from gallery.sharing.means import Sharing, none_of_yours
from gallery.sharing.window import sharing_view
from kernel_lib.errors import WrongState
from kernel_lib.vocabulary import EligibilityState
from kernel_lib.wire.sharing import SharingView

_WITHDRAWN = "B-08.withdrawn"


def tell_due(sharing: Sharing) -> int:
    """Put what is new into the outboxes and ask again for what is open; return how many of both. One act, or none."""
    with sharing.casework.ledger.reading() as connection:
        waiting = bool(_news(connection)) or any(_again(each, sharing) for each in messages_open(connection))
    if not waiting:
        return 0
    with sharing.casework.ledger.act(None, PartnersTold) as act:
        made = tell(act, sharing)
        asked = [each for each in messages_open(act.connection) if _again(each, sharing)]
        for each in asked:
            values = {"attempts": each.attempts + 1, "next_at": act.now + sharing.rules.retry}
            change_message(act.connection, each.id, **values)
        act.decided_by("G-06")
        act.note(asked_again=len(asked), overdue=sum(each.due_at < act.now for each in asked))
        return made + len(asked)


def tell(act: Act, sharing: Sharing) -> int:
    """Put what is new into the outboxes within an act; return how many messages."""
    news, made = _news(act.connection), list[str]()
    for identity, picture_id, kind in news:
        message = PartnerMessage(
            id=new_id(),
            identity_id=identity.id,
            picture_id=picture_id,
            kind=kind,
            owner=identity.owner,
            partner=identity.searcher,
            made_at=act.now,
            due_at=act.now + sharing.rules.acknowledge,
            attempts=1,
            next_at=act.now + sharing.rules.retry,
        )
        add_message(act.connection, message)
        made.append(message.id)
    if made:
        act.note(message_ids=made[:LIST_LIMIT])
    act.note(**{f"told_{kind}": count for kind, count in sorted(Counter(kind for *_, kind in news).items())})
    return len(news)


def acknowledge(sharing: Sharing, person: Person, message_id: str) -> SharingView:
    """Say for the partner that what a message asks for was done.

    Raises:
        NotFound: it was not sent to this service.
        WrongState: it was acknowledged already.
    """
    with sharing.casework.ledger.act(person, PartnerMessageAcknowledged, object_id=message_id) as act:
        sharing.casework.authority.demand(person, "partner_message_acknowledged")
        message = message_by_id(act.connection, message_id)
        if message is None or message.partner != person.service:
            raise none_of_yours("message")
        if message.acknowledged_at:
            raise WrongState("G-06", "This message was acknowledged already.", "Nothing more is to be done.")
        values = {"acknowledged_by": person.account_id, "acknowledged_at": act.now}
        change_message(act.connection, message.id, **values, received_at=message.received_at or act.now)
        act.decided_by("G-06")
        act.note(kind=message.kind, owner=message.owner, late=act.now > message.due_at)
        return sharing_view(act, sharing, person)


# Private


def _again(message: PartnerMessage, sharing: Sharing) -> bool:
    return message.next_at <= sharing.casework.ledger.now()


def _news(connection: Connection) -> list[tuple[PartnerIdentity, str, str]]:
    known = messages_known(connection)
    return [
        (identity, picture_id, kind)
        for identity in identities_given(connection)
        for picture_id in identity.pictures
        for kind in _became(connection, picture_id)
        if (identity.id, picture_id, kind) not in known
    ]


def _became(connection: Connection, picture_id: str) -> tuple[str, ...]:
    """What a partner must know of a picture now."""
    if picture_by_id(connection, picture_id) is None:
        return ("destroyed",)
    corrected = ("corrected",) if disagreements_with(connection, [picture_id]) else ()
    state = current_eligibility(connection, picture_id)
    if state is None or state.state is EligibilityState.ELIGIBLE:
        return corrected
    if state.state is EligibilityState.SEALED:
        return (*corrected, "sealed")
    return (*corrected, "withdrawn" if state.rule == _WITHDRAWN else "ineligible")
