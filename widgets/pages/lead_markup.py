"""A lead in markup: its limits, and what it reveals."""

from kernel_lib.wire.examination import ExaminerConclusion, LeadReveal, LeadView
from widgets.parts.markup import Markup, bullets, element, facts, joined, picture
from widgets.parts.quality import low_quality
from widgets.parts.wording import day, moment
from widgets.words.language import number, say, told


def limits(lead: LeadView) -> Markup:
    """Return what stands before the acknowledgement: the limits and nothing else."""
    return joined(
        (
            element("h2", say("Lead of request {request_number}", request_number=lead.request_number), tabindex=-1),
            _clock(lead),
            element("h3", say("Its limits")),
            bullets(map(told, lead.limits), "lb-limits"),
            element("p", told(lead.acknowledgement_text), class_="lb-state"),
        )
    )


def stamped(lead: LeadView) -> Markup:
    """Return a lead that shows nothing any more, under its stamp (E-11, E-13)."""
    stamp = element("p", told(lead.stamp) or say("This lead is closed."), class_="lb-stamp", role="status")
    return joined(
        (
            element("h2", say("Lead of request {request_number}", request_number=lead.request_number), tabindex=-1),
            stamp,
            _clock(lead),
        )
    )


def reveal(lead: LeadView, shown: LeadReveal, mark: str = "") -> Markup:
    """Return the one candidate, both conclusions, what to check first, facts and cautions.

    Only with the `mark` of a recorded copy is it printed: watermark across, mark on each sheet (C-11).
    """
    cautions = element(
        "div", element("h3", say("Cautions")), bullets(map(told, shown.cautions)), class_="lb-banner lb-banner--caution"
    )
    parts = (
        element("p", say("Investigative lead only"), class_="lb-watermark", aria_hidden="true"),
        element("p", mark or lead.mark, class_="lb-copy-mark"),
        element("h2", say("Lead of request {request_number}", request_number=lead.request_number), tabindex=-1),
        _clock(lead),
        cautions if shown.cautions else "",
        _pair(shown),
        element(
            "div", element("h3", say("Check first")), bullets(map(told, shown.check_first)), class_="lb-check-first"
        ),
        element("h3", say("Both examiners' conclusions")),
        element("div", *(_conclusion(each) for each in shown.conclusions), class_="lb-pair"),
        element("h3", say("How the search was made")),
        facts((name, told(value)) for name, value in shown.facts),
        element("h3", say("Limits acknowledged")),
        element("p", moment(lead.acknowledged_at)),
        bullets(map(told, lead.limits)),
    )
    said = element(
        "p", say("Print this lead by the button on its page: a print is recorded first."), class_="lb-not-printed"
    )
    marked = "lb-lead lb-lead--marked" if mark else "lb-lead"
    return joined((element("article", *parts, class_=marked, data_testid="lead"), "" if mark else said))


def _told(lines: tuple[str, ...]) -> Markup:
    return bullets(map(told, lines))


def _clock(lead: LeadView) -> Markup:
    pairs = (
        (say("Occurrence number"), lead.occurrence_number),
        (say("State"), told(lead.state.value.replace("_", " "))),
        (say("Issued"), moment(lead.issued_at)),
        (say("Expires"), moment(lead.expires_at)),
    )
    return joined((low_quality(lead.quality_mark), facts(pairs)))


def _pair(shown: LeadReveal) -> Markup:
    gap = (
        say("not known")
        if shown.age_gap_years is None
        else say("{age_gap_years} years", age_gap_years=number(shown.age_gap_years, 1))
    )
    pairs = (
        (say("Subject number"), shown.subject_number),
        (say("Held by"), shown.owning_service),
        (say("Picture taken on"), day(shown.captured_on)),
        (say("Time between the pictures"), gap),
    )
    both = (_figure(shown.probe_picture, say("Probe")), _figure(shown.picture, say("Candidate")))
    return joined((element("div", *both, class_="lb-pair"), facts(pairs)))


def _figure(path: str, role: str) -> Markup:
    mount = element("div", picture(path, role, "lb-lead-picture"), class_="lb-mount lb-crop-mount")
    return element("figure", mount, element("figcaption", role), class_="lb-figure")


def _conclusion(given: ExaminerConclusion) -> Markup:
    return element(
        "section",
        element("h4", told(given.examiner)),
        element("p", element("strong", told(given.title))),
        element("p", told(given.sentence)),
        element("p", say("Reasons: {reasons}", reasons=given.reasons) if given.reasons else say("No reasons given.")),
        class_="lb-conclusion",
    )
