"""How reports, their runs, the schedule and samples look on their page."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from kernel_lib.wire.figures import JobView, ScheduleView
from kernel_lib.wire.reports import BlockView, ReportAbout, ReportRunView
from kernel_lib.wire.samples import SampleLine, SampleView
from widgets.pages.page import help_panel
from widgets.parts.markup import Markup, bullets, element, facts, joined, table
from widgets.words.language import number, say, told

STATES = {
    "running": "runs now",
    "lost": "ended unrecorded",
    "failed": "failed",
    "draft": "draft",
    "proposed": "proposed, waits for a second person",
    "released": "released",
    "replaced": "released, replaced by a newer one",
}
JOBS = {
    "gallery_told": "Tell what the gallery holds",
    "state_told": "Tell the state of the service",
    "checkpoint_published": "Sign the log and publish its state",
    "board_monthly": "Run the board's monthly report",
}
EVERY = {"month": "on the first of each month", "day": "each day"}
CONCLUSIONS = {"in_order": "In order", "remark": "A remark", "breach": "A breach of a rule"}
PARAMETERS = {
    "period_start": "First day of the period",
    "period_end": "Last day of the period",
    "year": "Year",
    "service": "Code of the police service",
    "breach_number": "Number of the breach",
    "evaluation_set": "Labelled set",
}
LANGUAGES = {"en": "English", "fr": "French"}
_NONE = "–"


def period(parameters: Mapping[str, str | int]) -> str:
    """Return in a few words what a run is about: its days, its year, or what else it was told."""
    first, last = parameters.get("period_start"), parameters.get("period_end")
    if first and last:
        return f"{first} – {last}"
    return ", ".join(str(value) for value in parameters.values()) or _NONE


def run_row(run: ReportRunView) -> list[str]:
    """Return the row of a run."""
    upto = say("log entry {number}", number=number(run.events)) if run.events else _NONE
    checks = say("{count} passed", count=len(run.checks)) if run.checks else _NONE
    return [told(run.title), period(run.parameters), upto, checks, told(STATES[run.state]), _moment(run.started_at)]


def run_about(run: ReportRunView) -> str:
    """Return the words under the name of a run: its id, and its language."""
    language = told(LANGUAGES[run.language]) if run.language else ""
    return say("Run {run_id}", run_id=run.run_id) + (f" · {language}" if language else "")


def run_facts(run: ReportRunView, blocks: tuple[BlockView, ...]) -> Markup:
    """Return everything about a run, with what its failure was or its files to open."""
    rows = [
        (say("State"), told(STATES[run.state])),
        (say("Number of the run"), run.run_id),
        *((told(PARAMETERS.get(name, name)), str(value)) for name, value in run.parameters.items()),
        (say("Language"), told(LANGUAGES[run.language]) if run.language else ""),
        (say("Run by"), _by(run.started_by, run.started_at)),
        (say("Data up to"), _source(run)),
        (say("Proposed by"), _by(run.proposed_by, run.proposed_at) or say("nobody")),
        (say("Released by"), _by(run.released_by, run.released_at) or say("nobody")),
    ]
    simulated = say("Simulated: every person, picture and figure in it is invented.") if run.simulated else ""
    return joined(
        (
            element("h2", told(run.title), tabindex=-1),
            element("p", simulated, class_="lb-quality-mark") if simulated else "",
            _failed(run),
            _links(run),
            facts(rows),
            *_checks(run),
            *_blocked(blocks),
        )
    )


def block_list(blocks: tuple[BlockView, ...]) -> Markup:
    """Return what keeps a report from going out, each with its rule."""
    return bullets([f"{each.rule}: {told(each.reason)}" for each in blocks])


def job_row(job: JobView) -> tuple[str, ...]:
    """Return the row of something that the service does by itself."""
    last = _moment(job.last_at) if job.last_at else say("not yet")
    name, every = told(JOBS.get(job.name, job.name)), told(EVERY.get(job.every, job.every))
    return name, every, _moment(job.next_at) if job.next_at else _NONE, last, told(job.last_result) or _NONE


def schedule_table(view: ScheduleView) -> Markup:
    """Return what runs by itself, when, and what came of it."""
    columns = ("What", "When", "Next", "Last", "What came of it")
    words = say("It is run under the account {account}, to which nobody can sign in.", account=view.account)
    rows = [job_row(job) for job in view.jobs]
    return joined((element("p", words), table(say("What runs by itself"), columns, rows, headed=True)))


def sample_row(line: SampleLine) -> list[str]:
    """Return the row of a month."""
    return [line.month, number(line.searches), number(line.drawn), number(line.looked_into), _moment(line.drawn_at)]


def sample_facts(view: SampleView) -> Markup:
    """Return by which seed a month was drawn, so that anybody draws the same."""
    link = element("a", say("Sample, findings and proofs (zip)"), href=f"/leadbook/samples/{view.month}", download="")
    rows = [
        (say("Seed"), view.seed),
        (say("Checkpoint of the seed"), say("log entry {number}", number=number(view.seed_size))),
        (say("Measure"), say("{share} % and at least {least}", share=round(view.share * 100, 2), least=view.least)),
        (say("Searches of the month"), number(view.searches)),
    ]
    heading = element("h2", say("Sample of {month}", month=view.month), tabindex=-1)
    again = say(
        "Anybody who holds the log draws the same sample by its seed: leadbook log sample --month {month}",
        month=view.month,
    )
    return joined((heading, element("p", link), facts(rows), element("p", again)))


def drawn_row(view: SampleView, at: int) -> list[str]:
    """Return the row of one search of a sample, with what was found last."""
    drawn = view.drawn[at]
    found = [each for each in view.findings if each.sequence == drawn.sequence]
    conclusion = told(CONCLUSIONS[found[-1].conclusion]) if found else say("not looked into")
    return [str(drawn.sequence), told(drawn.offence), told(drawn.outcome), conclusion]


def about_report(report: ReportAbout) -> Markup:
    """Return what a report is for and who reads it."""
    heading = element("h2", told(report.title), tabindex=-1)
    return joined((heading, element("p", told(report.purpose)), facts([(say("For"), told(report.audience))])))


def progress(done: int, total: int, part: str) -> Markup:
    """Return how far a report is, to the eye and to the ear."""
    words = say("Step {done} of {total}: {part}", done=done, total=total, part=told(part)) if total else ""
    words = words or say("The report begins.")
    bar = element(
        "progress", class_="lb-progress", value=done, max=total or 1, aria_label=say("Progress of the report")
    )
    return joined((bar, element("p", words, role="status")))


def help_for_reports() -> Any:
    """Return the panel at the right."""
    return help_panel(
        element("h2", say("Rules in force")),
        bullets(
            (
                say("J-01: a report goes out as it was taken in, file by file, by its hash."),
                say("H-02: two people release it; who ran or proposed it is not the second."),
                say("F-34: an annual report waits while destruction is late without an explanation."),
                say("K-01 and K-03: a report of the assessment waits for open questions and amendments."),
                say("I-06: the month's sample is drawn by the log's own seed; nobody chooses."),
            )
        ),
        element("h2", say("What happens next")),
        element("p", say("A report runs in the service and goes on when you leave this page. It leaves a draft.")),
    )


# Private


def _by(name: str, moment: Any) -> str:
    return f"{name}, {_moment(moment)}" if name and moment else name


def _moment(moment: Any) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _source(run: ReportRunView) -> str:
    if not run.events:
        return ""
    upto = say("log entry {number}", number=number(run.events))
    if run.verified_at is None:
        return upto
    whole = say("whole at its last verification") if run.whole else say("NOT whole at its last verification")
    return f"{upto}; {whole}, {_moment(run.verified_at)}"


def _failed(run: ReportRunView) -> Markup:
    if run.state not in ("failed", "lost"):
        return Markup("")
    if run.failure is None:
        return element("p", say("It was stopped, or could not go on. Nothing of it is kept."), class_="lb-field-error")
    told_by = run.failure
    where = say(
        "It failed in part {part} (step {cell} of {cells}).",
        part=told(told_by.part),
        cell=told_by.cell,
        cells=told_by.cells,
    )
    said = element("p", f"{told_by.kind}: ", told(told_by.message))
    return element("div", element("p", where), said, class_="lb-field-error")


def _links(run: ReportRunView) -> Markup:
    if not run.files:
        return Markup("")
    to = f"/leadbook/reports/{quote(run.run_id)}"
    links = [
        element("a", say("Open the report (HTML, new tab)"), href=f"{to}/html", target="_blank", rel="noopener"),
        element("a", say("Paper (PDF)"), href=f"{to}/pdf", download=""),
    ]
    if days := _days(run):
        first, last = days
        words = say("Public extract of {first} – {last} (zip)", first=first, last=last)
        links.append(element("a", words, href=f"/leadbook/extracts/{first}/{last}", download=""))
    return element("ul", *(element("li", link) for link in links), class_="lb-links")


def _days(run: ReportRunView) -> tuple[str, str] | None:
    year = run.parameters.get("year")
    if year:
        return f"{year}-01-01", f"{year}-12-31"
    first, last = run.parameters.get("period_start"), run.parameters.get("period_end")
    return (str(first), str(last)) if first and last else None


def _checks(run: ReportRunView) -> tuple[Markup, ...]:
    if not run.checks:
        return ()
    return element("h3", say("Checks that it passed")), bullets(map(told, run.checks))


def _blocked(blocks: tuple[BlockView, ...]) -> tuple[Markup, ...]:
    if not blocks:
        return ()
    return element("h3", say("What keeps it from going out")), block_list(blocks)
