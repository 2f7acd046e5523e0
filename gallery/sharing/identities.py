"""The owner releases who the person of a partner's lead is, after its own check of currency and eligibility (G-04)."""

from sqlalchemy import Connection

from audits.events import IdentityReleased, IdentityWithheld
from gallery.authority import Person
from gallery.records.agreements import agreement_by_id
from gallery.records.gallery import current_eligibility
from gallery.records.partners import PartnerIdentity, decide_identity, identity_by_id
from gallery.sharing.means import Sharing, demand_words, none_of_yours
from gallery.sharing.window import sharing_view
from kernel_lib.errors import NotAllowed, WrongState
from kernel_lib.hashing import sha256_hex
from kernel_lib.vocabulary import EligibilityState
from kernel_lib.wire.sharing import IdentityDecision, SharingView


def decide(sharing: Sharing, person: Person, identity_id: str, decision: IdentityDecision) -> SharingView:
    """Release or withhold an identity of one's own gallery.

    Raises:
        NotFound: the person is not of one's own gallery.
        WrongState: it was decided; or no picture that was given may be searched today, or the agreement does not let
            identities be released: it can only be withheld.
        Unacceptable: how it was checked is missing.
    """
    event = IdentityReleased if decision.released else IdentityWithheld
    with sharing.casework.ledger.act(person, event, object_id=identity_id) as act:
        sharing.casework.authority.demand(person, "identity_released")
        identity = identity_by_id(act.connection, identity_id)
        if identity is None or identity.owner != person.service:
            raise none_of_yours("person")
        if identity.released is not None:
            raise WrongState("G-04", "This was decided already.", "Nothing more is to be done.")
        demand_words("G-04", "reason", decision.reason, sharing.rules.reason_min_length)
        if decision.released:
            _demand_releasable(act.connection, sharing, identity)
        values = {"released": decision.released, "reason": decision.reason}
        decide_identity(act.connection, identity.id, **values, decided_by=person.account_id, decided_at=act.now)
        act.decided_by("G-04")
        act.note(searcher=identity.searcher, agreement_id=identity.agreement_id)
        act.note(reason_sha256=sha256_hex(decision.reason.encode()))
        return sharing_view(act, sharing, person)


# Private


def _demand_releasable(connection: Connection, sharing: Sharing, identity: PartnerIdentity) -> None:
    agreement = agreement_by_id(connection, identity.agreement_id)
    today = sharing.casework.rules.who.local_day(sharing.casework.ledger.now(), identity.owner)
    if agreement is None or not agreement.in_force(today) or "identity" not in agreement.data_classes:
        reason = "The agreement does not let identities be released today."
        raise NotAllowed("G-04", reason, "Withhold it with this reason.")
    states = [current_eligibility(connection, each) for each in identity.pictures]
    if not any(s and s.state is EligibilityState.ELIGIBLE and s.next_review >= today for s in states):
        raise WrongState("G-04", "No picture that was given may be searched today.", "Withhold it with this reason.")
