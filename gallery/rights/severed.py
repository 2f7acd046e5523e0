"""The copy of an access report that goes out: every line or its marked severance, and the index at the end (F-61)."""

from collections.abc import Iterator, Mapping

from gallery.records.applications import ItemDecision
from gallery.rights.letters import Writer
from kernel_lib.reports.letter import Part, Sheet
from kernel_lib.wire.rights import AccessReport, PictureHeld


def severed_copy(writer: Writer, report: AccessReport, withheld: Mapping[str, ItemDecision]) -> Sheet:
    """Return the copy; of a withheld item it holds the section and nothing else."""
    exemptions = writer.rules.rights.exemptions
    rows = tuple(
        (item, f"█████ {writer.text('severed')}, {withheld[item].section}" if item in withheld else text)
        for item, text in _lines(writer, report)
    )
    index = tuple(
        (item, f"{exemptions[each.section][writer.language]} {each.reasons}") for item, each in withheld.items()
    )
    counts = {"listed": report.listed, "selected": report.selected, "leads": report.leads}
    parts = [
        *writer.opening(),
        Part((writer.text("released", items=len(rows), withheld=len(withheld)),)),
        Part(_summary(writer, report, counts, withheld), heading=writer.text("told"), rows=rows),
    ]
    if index:
        parts += [Part(heading=writer.text("index"), rows=index), writer.review()]
    return Sheet(writer.language, writer.text("released_title"), (*parts, writer.signature()))


# Private


def _summary(
    writer: Writer, report: AccessReport, counts: Mapping[str, int], withheld: Mapping[str, ItemDecision]
) -> tuple[str, ...]:
    """The counts would tell what a severed line says, so they count only the lines that are told."""
    if not report.held:
        return (writer.text("not_held"),)
    severed: list[str] = [each.kind for each in report.appearances if each.item in withheld]
    told = {"listed": "listed", "selected": "selected", "leads": "lead"}
    left = {name: count - severed.count(told[name]) for name, count in counts.items()}
    return (writer.text("counted", **left),)


def _lines(writer: Writer, report: AccessReport) -> Iterator[tuple[str, str]]:
    for before in report.numbers:
        yield before.item, writer.text("number", number=before.number)
    for event in report.events:
        charges = "; ".join(event.charges)
        told = {"booking_event": event.booking_event, "ica_authority": event.ica_authority, "charges": charges}
        yield event.item, writer.text("event", **told)
    for picture in report.pictures:
        yield picture.item, _picture(writer, picture)
    for seen in report.appearances:
        yield seen.item, writer.text("appearance", kind=writer.text(seen.kind), on=seen.on)
    for given in report.given:
        how = writer.text(f"how_{given.how}")
        yield given.item, writer.text("giving", recipient=writer.recipient(given.recipient), how=how, on=given.on)


def _picture(writer: Writer, picture: PictureHeld) -> str:
    text = writer.text(
        "picture",
        captured_on=picture.captured_on,
        state=writer.text(f"state_{picture.state}"),
        sentence=writer.told(picture.sentence),
        rule=picture.rule,
        template=writer.text("yes" if picture.template_held else "no"),
        due_on=picture.due_on or writer.text("none_planned"),
    )
    return f"{text} {writer.text('disagreement')}" if picture.disagreement else text
