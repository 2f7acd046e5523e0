"""What is deployed, and the evaluation of it that is on file (C-02, L-01)."""

from sqlalchemy import Connection

from gallery.casework.means import Casework
from gallery.control.tuning import in_force
from gallery.evaluation.document import Build
from gallery.evaluation.standing import Standing, on_file


def deployed(connection: Connection, casework: Casework) -> Build:
    """Return models, libraries and the bounds of searches in force now."""
    bounds = in_force(connection, casework.rules).casework.search
    return Build(
        model_id=casework.faces.model_id,
        models=casework.faces.model_hashes,
        runtime=casework.runtime,
        threshold=bounds.min_score,
        longest=bounds.max_candidates,
    )


def accuracy(connection: Connection, casework: Casework) -> Standing:
    """Return the evaluation on file, and whether it speaks of what is deployed."""
    return on_file(connection, deployed(connection, casework), casework.rules.evaluation)
