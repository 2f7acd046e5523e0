"""A case in markup: requests, leads, disclosures, packs. No person is named (E-04)."""

from kernel_lib.wire.case import CaseLead, CaseRequest, CaseView, IncidentView
from kernel_lib.wire.disclosure import PackView
from widgets.parts.markup import Markup, bullets, element, facts, joined, table
from widgets.parts.quality import low_quality
from widgets.parts.wording import counted, day, moment, size
from widgets.words.language import number, say, told

_REQUESTS = ("Request", "State", "Approval", "Examinations", "Searches", "Lead")


def overview(case: CaseView) -> Markup:
    """Return the case's number, service, and whether it is frozen."""
    frozen = element(
        "div",
        element("strong", say("Frozen.")),
        say(
            " A wrongful identification was recorded. Nothing of this case is purged since {frozen_since}.",
            frozen_since=moment(case.frozen_since),
        ),
        class_="lb-banner lb-banner--caution",
    )
    pairs = ((say("Occurrence number"), case.occurrence_number), (say("Service"), case.opened_by_service))
    heading = element("h2", say("Case {occurrence_number}", occurrence_number=case.occurrence_number), tabindex=-1)
    return joined((heading, facts(pairs), frozen if case.frozen_since else ""))


def requests(case: CaseView) -> Markup:
    """Return every request with its approval, examinations, searches and lead, also those that found nothing."""
    rows = [_request(each) for each in case.requests]
    return joined((element("h2", say("Requests")), table(say("Requests"), _REQUESTS, rows, headed=True)))


def lead_lines(lead: CaseLead) -> Markup:
    """Return what an approver must know to decide on a lead."""
    lines = [
        say(
            "Issued {issued_at}; expires {expires_at}.",
            issued_at=moment(lead.issued_at),
            expires_at=moment(lead.expires_at),
        )
    ]
    if lead.checks_open:
        late = say("Overdue checks") if lead.checks_overdue else say("Open checks")
        lines.append(f"{late}: {'; '.join(lead.checks_open)}")
    lines += [say("Contradiction: {each}", each=each) for each in lead.flags]
    return bullets(lines)


def disclosures(case: CaseView) -> Markup:
    """Return to whom, when and how the use of face recognition was disclosed (E-17)."""
    heading = element("h2", say("Disclosures"))
    if not case.disclosures:
        return joined((heading, element("p", say("No disclosure is recorded."), class_="lb-empty")))
    rows = [
        (
            each.recipient,
            day(each.disclosed_on),
            each.method,
            each.reference,
            say("Tell them: a lead was withdrawn after it.") if each.outdated else "",
        )
        for each in case.disclosures
    ]
    columns = (say("To whom"), say("When"), say("How"), say("Reference"), say("To be done"))
    return joined((heading, table(say("Disclosures"), columns, rows, headed=True)))


def packs(case: CaseView) -> Markup:
    """Return the packs that were built, each with its link."""
    heading = element("h2", say("Disclosure packs"))
    if not case.packs:
        return joined((heading, element("p", say("No pack was built."), class_="lb-empty")))
    columns = (say("Built"), say("Requests"), say("Persons masked"), say("Size"), "SHA-256", say("Fetch"))
    rows = [_pack(each, may_fetch=case.may_build) for each in case.packs]
    return joined((heading, table(say("Disclosure packs"), columns, rows, headed=True)))


def incident(report: IncidentView) -> Markup:
    """Return the headings of a report that is open."""
    return joined(
        (
            element("h2", say("Report on a wrongful identification")),
            facts(((say("Opened"), moment(report.opened_at)), (say("Due"), moment(report.due_at)))),
            element("pre", report.template, class_="lb-draft", tabindex=0),
        )
    )


def _request(request: CaseRequest) -> tuple[Markup | str, ...]:
    name = joined((element("strong", request.number), element("br"), request.offence_title))
    asked = element("span", say("asked by {requester}", requester=request.requester), class_="lb-quiet")
    runs = [
        say(
            "{started_at}: {compared} compared, {returned} returned",
            started_at=moment(each.started_at),
            compared=number(each.compared),
            returned=counted(each.returned, "candidate"),
        )
        for each in request.searches
    ]
    lead = request.lead
    said = say("none") if lead is None else f"{told(lead.state_words)} {told(lead.outcome)}".strip()
    return (
        joined((name, element("br"), asked)),
        told(request.state_words),
        request.approval,
        bullets(map(told, request.examinations)) if request.examinations else say("none"),
        joined((low_quality(request.quality_mark), bullets(runs))) if runs else say("none"),
        said,
    )


def _pack(pack: PackView, *, may_fetch: bool) -> tuple[Markup | str, ...]:
    about = element("span", say(" of {made_at}", made_at=moment(pack.made_at)), class_="lb-visually-hidden")
    link = element("a", say("Download"), about, href=f"/leadbook/packs/{pack.id}", download=f"pack-{pack.id}.zip")
    masked = say("{masked} of {persons}", masked=pack.masked, persons=pack.persons)
    digest = element("code", pack.sha256[:16])
    return moment(pack.made_at), str(pack.requests), masked, size(pack.bytes), digest, link if may_fetch else ""
