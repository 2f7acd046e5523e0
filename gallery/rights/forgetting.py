"""An answered application is kept for its days; then who asked, what was asked and every letter are forgotten.

What stays is what the public report counts: kind, days, outcome and ground (F-67). So no number of a person outlives
the pictures for longer than the answer to an application about them has to be kept (F-32, M-02).
"""

from datetime import timedelta

from audits.events import ApplicationForgotten
from gallery.casework.means import Casework
from gallery.records.applications import Application, answered_before, forget_application
from kernel_lib.wire.rights import RemovalForm


def forget_due(casework: Casework) -> int:
    """Forget every application whose days are over, one act each; return how many.

    Raises:
        LogUnavailable: the next round goes on where this one stopped.
    """
    before = casework.ledger.now() - timedelta(days=casework.rules.rights.answered_days)
    with casework.ledger.reading() as connection:
        due = answered_before(connection, before)
    for each in due:
        _forget(casework, each)
    return len(due)


# Private


def _forget(casework: Casework, application: Application) -> None:
    nothing = {"asked": "", "removal": RemovalForm().model_dump(mode="json")}
    with casework.ledger.act(None, ApplicationForgotten, object_id=application.id) as act:
        act.decided_by("F-32")
        lineages = forget_application(act.connection, application.id, nothing)
        act.note(kind=application.kind, outcome=application.outcome, letters=len(lineages))
    # A crash before this leaves letters that no record names: the next start sweeps them.
    for lineage_id in lineages:
        casework.images.destroy(lineage_id)
