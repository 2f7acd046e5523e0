"""The tables of the page of partners."""

from collections.abc import Sequence

from kernel_lib.wire.sharing import AgreementView, IdentityView, MessageView, PartnerSearchView, SharingView
from widgets.parts.markup import Markup, element, facts, joined, table
from widgets.parts.wording import day, moment
from widgets.words.language import say, told

STATES = {
    "proposed": "waits for the other side",
    "waiting": "has not begun",
    "in_force": "in force",
    "expired": "expired",
    "ended": "ended",
}
RESULTS = {"nobody": "nobody of it listed", "listed": "somebody of it listed", "lead": "somebody of it in a lead"}
KINDS = {
    "destroyed": "destroyed by the owner",
    "sealed": "sealed by the owner",
    "withdrawn": "withdrawn by the owner",
    "corrected": "corrected by the owner",
    "ineligible": "may no longer be searched",
}


def agreement_facts(view: SharingView, agreement: AgreementView) -> Markup:
    """Return every element of one agreement."""
    names = {each.id: told(each.title) for each in (*view.purposes, *view.offences, *view.data_classes)}
    lists = (
        (say("Purposes"), agreement.purposes),
        (say("Offences"), agreement.offences),
        (say("What may be shared"), agreement.data_classes),
    )
    words = (
        (say("Retention"), agreement.retention),
        (say("Audit"), agreement.audit),
        (say("Breach"), agreement.breach),
        (say("Exit"), agreement.exit),
    )
    return facts(
        (
            (say("Searches"), service(view, agreement.searcher)),
            (say("Owns the gallery"), service(view, agreement.owner)),
            (
                say("State"),
                joined((told(STATES[agreement.state]), f". {told(agreement.lacking)}" if agreement.lacking else "")),
            ),
            (say("First day"), day(agreement.begins_on)),
            (say("Expires on"), day(agreement.expires_on)),
            *((label, ", ".join(names.get(each, each) for each in chosen)) for label, chosen in lists),
            *words,
        )
    )


def searches(view: SharingView, caption: str, empty: str, found: Sequence[PartnerSearchView]) -> Markup:
    """Return one side's table of searches: who, when, under what, for what, with which class of result."""
    heading = element("h2", caption)
    if not found:
        return joined((heading, element("p", empty, class_="lb-empty")))
    purposes = {each.id: told(each.title) for each in view.purposes}
    columns = ("Time", "Searches", "Owns the gallery", "By", "Case", "Purpose", "Compared", "Listed", "Result")
    rows = [
        (
            moment(each.searched_at),
            service(view, each.searcher),
            service(view, each.owner),
            each.searched_by,
            each.case_reference,
            purposes.get(each.purpose, each.purpose),
            f"{each.compared:,}",
            str(each.listed),
            told(RESULTS[each.result]),
        )
        for each in found
    ]
    return joined((heading, table(caption, [told(each) for each in columns], rows, headed=True)))


def identity_facts(view: SharingView, identity: IdentityView) -> Markup:
    """Return what the owner checks before it releases who somebody is."""
    return facts(
        (
            (say("Pseudonym"), identity.pseudonym),
            (say("Subject number"), identity.subject_number or say("not released")),
            (say("Searches"), service(view, identity.searcher)),
            (say("Case"), identity.case_reference),
            (say("Asked"), moment(identity.asked_at)),
            (say("Decision"), decided(identity)),
        )
    )


def decided(identity: IdentityView) -> str:
    """Return the decision in words."""
    if identity.released is None:
        return say("open")
    return say("released") if identity.released else say("identity withheld")


def message(view: SharingView, told_us: MessageView) -> Markup:
    """Return in one paragraph what an owner told us, and whether it is late."""
    words = say(
        "{owner}: picture of {pseudonym}, request {number}: {what}.",
        owner=service(view, told_us.owner),
        pseudonym=told_us.pseudonym,
        number=told_us.request_number,
        what=told(KINDS[told_us.kind]),
    )
    late = say("It is overdue.") if told_us.overdue else ""
    done = say("Acknowledged.") if told_us.acknowledged_at else say("Mark or destroy every copy, then acknowledge it.")
    return element("p", " ".join(part for part in (words, done, late) if part))


def outbox(view: SharingView, found: Sequence[MessageView]) -> Markup:
    """Return what partners were told, and what they have not acknowledged in time (G-06)."""
    caption = say("Told to partners")
    heading = element("h2", caption)
    if not found:
        return joined((heading, element("p", say("Nothing was to be told."), class_="lb-empty")))
    columns = ("Made", "Partner", "Pseudonym", "What became of it", "Asked", "Received", "Acknowledged")
    rows = [
        (
            moment(each.made_at),
            service(view, each.partner),
            each.pseudonym,
            told(KINDS[each.kind]),
            str(each.attempts),
            moment(each.received_at) if each.received_at else say("no"),
            moment(each.acknowledged_at) if each.acknowledged_at else _open(each),
        )
        for each in found
    ]
    late = sum(each.overdue for each in found)
    line = say("{late} messages were not acknowledged in time.", late=late)
    return joined((heading, element("p", line), table(caption, [told(each) for each in columns], rows, headed=True)))


def service(view: SharingView, code: str) -> str:
    """Return a service's name."""
    return next((each.title for each in view.services if each.id == code), code)


def _open(message: MessageView) -> str:
    until = moment(message.due_at)
    return say("overdue since {until}", until=until) if message.overdue else say("until {until}", until=until)
