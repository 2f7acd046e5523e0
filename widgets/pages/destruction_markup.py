"""Tables of the page of destruction: what is due, runs, the sample of a run, how days are kept, replies."""

from kernel_lib.vocabulary import RunState
from kernel_lib.wire.destruction import ComplianceReport, DueLine, DuePreview, KeeperRequestView, RunSample, RunView
from widgets.parts.markup import Markup, element, facts, joined, table
from widgets.parts.wording import day, moment
from widgets.words.language import number, say, told

STATES = {
    "proposed": "waits for release",
    "released": "being worked on",
    "stopped": "stopped",
    "finished": "finished",
    "discarded": "given up",
    "planned": "not begun",
    "removed": "removed, not yet verified",
    "done": "verified in every store, with certificate",
    "failed": "failed",
    "waiting": "kept: a hold or another state came first",
}
REPLIES = {
    "": "no reply yet",
    "destroyed": "destroyed there too",
    "nothing_held": "nothing was held there",
    "refused": "refused",
}


def nothing_due(preview: DuePreview) -> str:
    """Return the sentence that stands where nothing is due, with the next day where one is set."""
    if preview.next_due_on is None:
        return say("Nothing is due, and no later day is set for any picture.")
    return say("Nothing is due. The next pictures fall due on {day}.", day=day(preview.next_due_on))


def due_row(line: DueLine) -> tuple[str, ...]:
    """Return what is due under one rule as a row."""
    late = say("{days} days late", days=line.days_late) if line.days_late else say("in time")
    return (told(line.sentence), str(line.due), str(line.held), str(line.oldest), late)


def run_row(run: RunView) -> tuple[str, ...]:
    """Return a run as a row: since when, how many, how it stands, how many are done."""
    return (moment(run.proposed_at), number(run.planned), say(STATES[run.state]), number(run.counts.get("done", 0)))


def progress(run: RunView) -> Markup:
    """Return how far a run that was begun has come: a bar and the same in words; nothing before it has begun."""
    if run.state in (RunState.PROPOSED, RunState.DISCARDED) or not run.planned:
        return Markup("")
    done, waiting = run.counts.get("done", 0), run.counts.get("waiting", 0)
    removed, failed = run.counts.get("removed", 0), run.counts.get("failed", 0)
    words = say(
        "{done} of {planned} have their certificate; {removed} are removed and not yet verified.",
        done=number(done),
        planned=number(run.planned),
        removed=number(removed + failed),
    )
    kept = say("{count} are kept: a hold or another state came first.", count=number(waiting)) if waiting else ""
    bar = element("progress", class_="lb-progress", value=done + waiting, max=run.planned, aria_label=words)
    return joined((element("p", " ".join(part for part in (words, kept) if part)), bar))


def run_facts(run: RunView) -> Markup:
    """Return everything about one run in numbers."""
    yes, no = say("given"), say("not yet")
    pairs = [
        (say("State"), say(STATES[run.state])),
        (say("Pictures in it"), str(run.planned)),
        (say("Names exactly"), run.lineages_sha256),
        (say("Release by records"), yes if run.released_by_records else no),
        (say("Release by compliance"), yes if run.released_by_compliance else no),
        *((say(STATES[state]), str(count)) for state, count in sorted(run.counts.items())),
        *((say("Because of: {store}", store=store), str(count)) for store, count in sorted(run.stores.items())),
    ]
    if run.stop_reason:
        pairs.append((say("Reason of the stop"), run.stop_reason))
    return facts(pairs)


def sample_table(sample: RunSample) -> Markup:
    """Return the lines that were drawn, with why each must go."""
    rows = [(line.lineage_id, str(line.due_on), told(line.sentence)) for line in sample.lines]
    caption = say("Sample of the run, drawn by seed {seed}", seed=sample.seed)
    return table(caption, [say("Lineage"), say("Due since"), say("Why")], rows)


def report_table(report: ComplianceReport) -> Markup:
    """Return how the days are kept, by rule, and what that means for the annual report (F-34)."""
    if not report.lines:
        nothing = say("Nothing fell due so far; {days} days are allowed.", days=report.within_days)
        held = say("{count} pictures are held.", count=number(report.held))
        return element("p", f"{nothing} {held}", class_="lb-empty")
    rows = [
        (
            told(line.sentence),
            *(str(n) for n in (line.due, line.late, line.days_late, line.done, line.done_late, line.failed)),
            say("yes") if line.explained else say("no"),
        )
        for line in report.lines
    ]
    columns = [
        say(each) for each in ("Rule", "In time", "Late", "Days late", "Done", "Done late", "Failed", "Explained")
    ]
    caption = say("Due, done and late by rule; {days} days are allowed", days=report.within_days)
    sentence = say("Nothing is late without an explanation.")
    if report.unexplained:
        sentence = say("The annual report cannot be released: something is late without an explanation.")
    held = say("{count} pictures are held.", count=report.held)
    return joined((element("p", sentence), element("p", held), table(caption, columns, rows, frozenset(range(1, 7)))))


def keeper_row(request: KeeperRequestView) -> tuple[str, ...]:
    """Return a request to the record keeper as a row."""
    standing = say("overdue, ask again") if request.overdue else say(REPLIES[request.reply])
    return (moment(request.asked_at), request.fps_number, str(request.chased), str(request.chase_on), standing)
