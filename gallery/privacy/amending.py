"""An amendment is written by one person and accepted by another; then the change may take effect (K-03)."""

from audits.events import AmendmentAccepted, AmendmentDescribed
from gallery.assessment.amending import applied
from gallery.assessment.watched import watched
from gallery.authority import Person
from gallery.ledger import Act
from gallery.privacy.means import Privacy, unknown
from gallery.privacy.view import assessment_view
from gallery.records.amendments import Amendment, amendment_by_id, change_amendment
from kernel_lib.errors import NotAllowed, WrongState
from kernel_lib.hashing import sha256_of
from kernel_lib.wire.assessment import AmendmentText, AssessmentView


def describe(
    privacy: Privacy, person: Person, amendment_id: str, given: AmendmentText, routes: tuple[str, ...]
) -> AssessmentView:
    """Write why something changes and what that does to privacy.

    Raises:
        NotFound: there is no such amendment of the person's service.
        WrongState: it was accepted or dropped.
        Unacceptable: a text is too short.
    """
    with privacy.ledger.act(person, AmendmentDescribed) as act:
        held = _open(act, person, amendment_id)
        privacy.demand_words("K-03", "reason", given.reason)
        privacy.demand_words("K-03", "effect", given.effect)
        told = {"reason": given.reason, "effect": given.effect}
        change_amendment(act.connection, held.id, **told, described_by=person.account_id, described_at=act.now)
        act.note(words_sha256=sha256_of(told))
        return assessment_view(act, privacy, person, routes)


def accept(privacy: Privacy, person: Person, amendment_id: str, routes: tuple[str, ...]) -> AssessmentView:
    """Accept what another person wrote.

    Raises:
        NotFound: there is no such amendment of the person's service.
        NotAllowed: the person wrote it.
        WrongState: nobody wrote it yet, or it was accepted or dropped.
    """
    with privacy.ledger.act(person, AmendmentAccepted) as act:
        held = _open(act, person, amendment_id)
        if held.described_by is None:
            raise WrongState("K-03", "Nobody has written this amendment.", "Write why and with which effect first.")
        if held.described_by == person.account_id:
            raise NotAllowed("K-03", "Two different people make an amendment; you wrote it.", "Ask another person.")
        now = dict(watched(act.connection, privacy.rules, person.service, privacy.model_id))
        took_effect = act.now if applied(held, now) else None
        accepted = {"accepted_by": person.account_id, "accepted_at": act.now, "applied_at": took_effect}
        change_amendment(act.connection, held.id, **accepted)
        act.note(in_force=took_effect is not None)
        return assessment_view(act, privacy, person, routes)


# Private


def _open(act: Act, person: Person, amendment_id: str) -> Amendment:
    held = amendment_by_id(act.connection, amendment_id)
    if held is None or held.service != person.service:
        raise unknown("amendment")
    act.about(object_id=held.id)
    act.note(amendment=held.number)
    if not held.open:
        raise WrongState("K-03", "This amendment was accepted or dropped already.", "Look at those that wait.")
    return held
