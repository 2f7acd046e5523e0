"""Requirements that the records, the index and the stores show: looked for in what is held, row by row."""

from sqlalchemy import ColumnElement, FromClause, Table, and_, func, inspect, select

from gallery.assessment.watched import drift, watched
from gallery.casework.accuracy import accuracy
from gallery.conformance.finding import Finding, Seen, decided, unproven
from gallery.records.agreements import agreements_of
from gallery.records.amendments import amendments_to
from gallery.records.assessments import accepted_version
from gallery.records.case_tables import approvals, examinations, requests, searches
from gallery.records.gallery import reference_numbers
from gallery.records.held import eligibility, pictures
from gallery.records.risk_register import risks_of
from gallery.records.tuning import search_settings
from gallery.records.who import accounts

_LABELS = ("race", "ethnic", "gender", "emotion", "skin", "complexion")


def approved_by_another(seen: Seen) -> Finding:
    """Nobody approved their own request (A-11)."""
    joined = approvals.join(requests, requests.c.id == approvals.c.request_id)
    own = _count(seen, joined, approvals.c.decided_by == requests.c.requester_id)
    every = _count(seen, approvals)
    return decided("A-11", holds=not own, good=f"{every} decisions, all by another person", bad=f"{own} of {every} own")


def index_as_records(seen: Seen) -> Finding:
    """The index holds the references of the records, no more and no fewer (B-08)."""
    recorded = frozenset(reference_numbers(seen.connection, seen.casework.index.model_id))
    extra = len(seen.casework.index.numbers - recorded)
    lost = len(recorded - seen.casework.index.numbers)
    good = f"{len(recorded)} references, the same in both"
    return decided("B-08", holds=not extra + lost, good=good, bad=f"{extra} without a record, {lost} missing")


def searches_reproducible(seen: Seen) -> Finding:
    """Every search names its model and carries the hash of what repeats it (B-04)."""
    bad = _count(seen, searches, (searches.c.model_id == "") | (func.length(searches.c.capsule_sha256) != 64))
    every = _count(seen, searches)
    return decided("B-04", holds=not bad, good=f"{every} searches, all with model and hash", bad=f"{bad} without")


def settings_by_two(seen: Seen) -> Finding:
    """Every change of bounds in force was proposed by one person and approved by another (B-13)."""
    table = search_settings
    alone = _count(seen, table, and_(table.c.approved.is_(True), table.c.proposed_by == table.c.decided_by))
    every = _count(seen, table, table.c.approved.is_(True))
    return decided("B-13", holds=not alone, good=f"{every} changes, each by two people", bad=f"{alone} by one person")


def examined_by_another(seen: Seen) -> Finding:
    """No examiner looked twice at one request (D-08)."""
    pairs = select(examinations.c.request_id).group_by(examinations.c.request_id, examinations.c.examiner_id)
    twice = pairs.where(examinations.c.state != "recused").having(func.count() > 1).subquery()
    found = _count(seen, twice)
    good = f"{_count(seen, examinations)} examinations, each request by different people"
    return decided("D-08", holds=not found, good=good, bad=f"{found} requests twice by one person")


def every_picture_has_a_state(seen: Seen) -> Finding:
    """Each picture has one state in force (F-20)."""
    every, states = _count(seen, pictures), _count(seen, eligibility, eligibility.c.current.is_(True))
    good, bad = f"{every} pictures, each with a state", f"{every} pictures and {states} states in force"
    return decided("F-20", holds=every == states, good=good, bad=bad)


def destroyed_stays_destroyed(seen: Seen) -> Finding:
    """Nothing that the register names as destroyed is held again (F-32)."""
    held = seen.casework.images.holding(seen.destroyed)
    good = f"{len(seen.destroyed)} lineages in the register, none held"
    return decided("F-32", holds=not held, good=good, bad=f"{len(held)} lineages are held although destroyed")


def agreements_signed(seen: Seen) -> Finding:
    """Every agreement in force is signed by both sides and has not expired (G-02)."""
    held = agreements_of(seen.connection, seen.rules.who.home.code)
    now = [each for each in held if each.in_force(seen.today)]
    bad = [each for each in now if not each.signed_by or each.signed_by == each.proposed_by]
    return decided("G-02", holds=not bad, good=f"{len(now)} in force, all of two sides", bad=f"{len(bad)} of one side")


def roles_apart(seen: Seen) -> Finding:
    """No account holds two roles that one person may not hold together (H-02)."""
    told = seen.connection.execute(select(accounts.c.roles).where(accounts.c.state != "disabled")).scalars()
    bad = sum(any(pair <= frozenset(roles) for pair in seen.rules.who.apart) for roles in told)
    return decided("H-02", holds=not bad, good="no account holds roles kept apart", bad=f"{bad} accounts hold both")


def accuracy_on_file(seen: Seen) -> Finding:
    """An evaluation of what is deployed is on file (L-01)."""
    standing = accuracy(seen.connection, seen.casework)
    held = standing.evaluation is not None and not standing.stale
    return decided("L-01", holds=held, good=standing.state(), bad=standing.state())


def no_labels(seen: Seen) -> Finding:
    """No column of the records says what group somebody in the gallery is of (L-18, B-07)."""
    inspector = inspect(seen.connection)
    names = ("subjects", "booking_events", "pictures", "biometric_references", "candidates")
    columns = [f"{name}.{each['name']}" for name in names for each in inspector.get_columns(name)]
    found = [each for each in columns if any(label in each.split(".")[1].split("_") for label in _LABELS)]
    return decided("B-07", holds=not found, good=f"none of {len(columns)} columns", bad=", ".join(found))


def assessment_accepted(seen: Seen) -> Finding:
    """The privacy assessment was accepted, and what is in force is what was assessed (K-03)."""
    service = seen.rules.who.home.code
    version = accepted_version(seen.connection, service)
    if version is None:
        return decided("K-03", holds=False, good="", bad="no assessment has been accepted")
    now = watched(seen.connection, seen.rules, service, seen.casework.faces.model_id)
    changes = drift(version, amendments_to(seen.connection, version.id), now)
    told = f"version {version.number} was accepted"
    bad = f"{told}; changed since: {', '.join(each.key for each in changes)}"
    return decided("K-03", holds=not changes, good=f"{told}; nothing differs from it", bad=bad)


def risks_accepted(seen: Seen) -> Finding:
    """Every row of the risk register was accepted by somebody (K-04)."""
    held = risks_of(seen.connection, seen.rules.who.home.code)
    if not held:
        return unproven("K-04", "the register holds no row")
    bad = sum(each.accepted_at is None for each in held)
    return decided("K-04", holds=not bad, good=f"{len(held)} rows, all accepted", bad=f"{bad} of {len(held)} are not")


CHECKS = (
    approved_by_another,
    index_as_records,
    searches_reproducible,
    settings_by_two,
    examined_by_another,
    every_picture_has_a_state,
    destroyed_stays_destroyed,
    agreements_signed,
    roles_apart,
    accuracy_on_file,
    no_labels,
    assessment_accepted,
    risks_accepted,
)


# Private


def _count(seen: Seen, table: Table | FromClause, condition: ColumnElement[bool] | None = None) -> int:
    found = select(func.count()).select_from(table)
    return seen.connection.execute(found if condition is None else found.where(condition)).scalar_one()
