"""The views that an examiner used, with their settings and times, into the log and nowhere else (D-18)."""

from audits.events import ViewAdjusted
from gallery.authority import Person
from gallery.casework.duties import own_examination
from gallery.casework.examination import tell
from gallery.casework.means import Casework
from gallery.records.examinations import letters_of
from kernel_lib.errors import Unacceptable
from kernel_lib.wire.model import Recorded
from kernel_lib.wire.views import ViewsUsed, ViewUsed


def record(casework: Casework, person: Person, examination_id: str, used: ViewsUsed) -> Recorded:
    """Record what was looked at; one entry for all views of the message, in their order.

    Raises:
        NotFound: the examination is not this person's.
        Unacceptable: a view names a candidate that this examination does not show.
    """
    with casework.ledger.act(person, ViewAdjusted) as act:
        casework.authority.demand(person, "view_adjusted")
        examination = own_examination(act.connection, person, examination_id)
        tell(act, examination)
        shown = {each.letter for each in letters_of(act.connection, examination.id)} if examination.opened_at else set()
        unknown = sorted({each.letter for each in used.views if each.letter} - shown)
        if unknown:
            reason = f"{len(unknown)} views are of candidates that this examination does not show."
            raise Unacceptable("D-18", reason, "Reload the page and go on.")
        act.note(
            state=examination.state,
            views=tuple(_line(each) for each in used.views),
            seconds=sum(each.milliseconds for each in used.views) // 1000,
            adjunct=any(each.adjunct for each in used.views),
        )
    return Recorded(sequence=act.sequence)


def _line(used: ViewUsed) -> str:
    """Return one view for the log: `overlay B/1 4.2 s grid apart probe [...] candidate [...]`, under 200 characters."""
    parts = [
        used.view.value,
        f"{used.letter}/{used.number}" if used.letter else "",
        f"{used.milliseconds / 1000:.1f} s",
    ]
    parts += ["grid" if used.grid else "", "" if used.together else "apart", f"probe [{used.probe.words}]"]
    parts += [f"candidate [{used.candidate.words}]" if used.candidate else ""]
    return " ".join(part for part in parts if part)
