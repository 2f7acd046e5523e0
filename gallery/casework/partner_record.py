"""What an owner is told of a search over its gallery: no narrative, the case by a pseudonym (G-04, G-05)."""

import json

from audits.events import PartnerGallerySearched
from gallery.casework.means import Casework
from gallery.casework.partners import Partners
from gallery.index.allowed import Allowed
from gallery.ledger import Act
from gallery.records.cases import Request
from gallery.records.chance import characters
from gallery.records.ids import new_id
from gallery.records.partners import (
    PartnerIdentity,
    PartnerSearch,
    add_identity,
    add_partner_search,
    owners_of,
    searches_for,
)
from gallery.records.searches import Candidate, Search


def tell_owners(
    act: Act,
    casework: Casework,
    partners: Partners,
    request: Request,
    search: Search,
    found: tuple[Candidate, ...],
) -> None:
    """Keep and log, for each owner, that its gallery was searched and how many of its people were listed."""
    owners = owners_of(act.connection, {each.subject_id for each in found})
    compared = Allowed.from_kept(json.loads(search.capsule)["eligible"])
    earlier = searches_for(act.connection, request.id)
    reference = earlier[0].case_reference if earlier else _pseudonym("C")
    for agreement in partners.agreements:
        today = casework.rules.who.local_day(act.now, agreement.owner)
        standing = casework.standings.of(act.connection, agreement.owner, casework.faces.model_id, today)
        kept = PartnerSearch(
            id=new_id(),
            search_id=search.id,
            request_id=request.id,
            agreement_id=agreement.id,
            searcher=request.service,
            owner=agreement.owner,
            case_reference=reference,
            purpose=str(request.draft.get("purpose", "")),
            searched_by=search.examiner_id,
            searched_at=search.ended_at,
            compared=len(compared.both(standing.eligible)),
            listed=sum(each.listed and owners[each.subject_id] == agreement.owner for each in found),
        )
        add_partner_search(act.connection, kept)
        told = {name: getattr(kept, name) for name in _LOGGED}
        act.also(PartnerGallerySearched, **told)


def ask_identity(act: Act, request: Request, candidate: Candidate) -> None:
    """Ask the owner who the person of a lead is, when that is another service; until then there is a pseudonym."""
    owner = owners_of(act.connection, {candidate.subject_id}).get(candidate.subject_id, request.service)
    if owner == request.service:
        return
    searched = next(each for each in searches_for(act.connection, request.id) if each.owner == owner)
    identity = PartnerIdentity(
        id=new_id(),
        request_id=request.id,
        subject_id=candidate.subject_id,
        agreement_id=searched.agreement_id,
        searcher=request.service,
        owner=owner,
        pseudonym=_pseudonym("P"),
        pictures=tuple(each.picture_id for each in candidate.pictures),
        asked_at=act.now,
    )
    add_identity(act.connection, identity)


# Private

_LOGGED = ("search_id", "agreement_id", "searcher", "owner", "case_reference", "purpose", "compared", "listed")


def _pseudonym(letter: str) -> str:
    return f"{letter}-{characters(8)}"
