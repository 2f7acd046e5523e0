"""Opening the candidates: the first examiner's search, or the blind list of a later examiner."""

from dataclasses import replace

from audits.event import Event
from audits.events import ListViewed, SearchCompleted, SearchFailed, SearchStarted
from gallery.assessment.bounds import demand_assessed
from gallery.authority import Person
from gallery.casework.examination import begin
from gallery.casework.examination_view import examination_view
from gallery.casework.field import field_of
from gallery.casework.letters import blind_list, first_list, lettered
from gallery.casework.means import Casework
from gallery.casework.partner_record import tell_owners
from gallery.casework.partners import bounded, partners_of
from gallery.casework.search import demand_rate, edits_told, run, told_of
from gallery.casework.stages import EXAMINATION, REQUEST
from gallery.casework.youth_listed import youth_told
from gallery.control.stopping import demand_running
from gallery.control.tuning import in_force, version_of
from gallery.ledger import Act
from gallery.records.cases import change_request, request_by_id
from gallery.records.chains import chain_of
from gallery.records.examinations import (
    Examination,
    add_letters,
    change_examination,
    examination_by_id,
    examinations_of,
)
from gallery.records.ids import new_id
from gallery.records.known_tasks import known_task_of
from gallery.records.probes import probe_of
from gallery.records.searches import Candidate, add_search, candidates_of
from kernel_lib.errors import WrongState
from kernel_lib.wire.examination import ExaminationView


def open_candidates(casework: Casework, person: Person, examination_id: str) -> ExaminationView:
    """Run the search, or open what is to be verified, and show the letters in a random order of their own.

    Raises:
        NotFound: the examination is not this person's.
        NotAllowed: the certificate has run out (B-01), or too many searches were run within an hour (B-10).
        WrongState: the notes on the probe are not locked (D-02), the candidates are open already, or searching is
            stopped (M-11).
    """
    with casework.ledger.act(person, ListViewed, refused_as=_failure(casework, examination_id)) as act:
        examination = begin(act, casework, person, examination_id)
        state = EXAMINATION.next_state(examination.state, "open_candidates")
        if examination.opened_at:
            raise WrongState("D-01", "The candidates are open already.", "Go on with the comparison.")
        first = examination.place == 1
        search_id, shown = (_searched if first else _blind)(act, casework, examination)
        letters = lettered(shown, casework.chance)
        add_letters(act.connection, examination.id, letters)
        if not letters:
            state = EXAMINATION.next_state(state, "complete")
        change_examination(act.connection, examination.id, state=state, search_id=search_id, opened_at=act.now)
        act.note(shown=len(letters))
        current = examination_by_id(act.connection, examination.id) or examination
        return examination_view(act.connection, casework, current)


# Private


def _failure(casework: Casework, examination_id: str) -> type[Event]:
    with casework.ledger.reading() as connection:
        examination = examination_by_id(connection, examination_id)
    return ListViewed if examination and examination.place > 1 else SearchFailed


def _searched(act: Act, casework: Casework, examination: Examination) -> tuple[str, tuple[Candidate, ...]]:
    """Record that the search begins, run it, and record what it ran over and returned (I-02, B-09)."""
    request = request_by_id(act.connection, examination.request_id)
    probe = probe_of(act.connection, examination.request_id)
    if request is None or probe is None:
        raise WrongState("A-13", "This request holds no picture.", "End the request and open another.")
    state = REQUEST.next_state(request.state, "search")
    demand_running(act.connection, request.service, casework.faces.model_id, examination.examiner_id)
    demand_assessed(act.connection, casework.rules, request.service, casework.faces.model_id, act.now)
    casework = replace(casework, rules=in_force(act.connection, casework.rules))
    demand_rate(act.connection, casework, examination.examiner_id, act.now)
    partners = partners_of(act.connection, casework, request, act.now)
    if partners:
        casework = replace(casework, rules=bounded(casework.rules, partners.limits))
    today = casework.rules.who.local_day(act.now, request.service)
    over = field_of(act.connection, casework, request, today, partners)
    search_id = new_id()
    act.also(
        SearchStarted,
        request_id=request.id,
        search_id=search_id,
        snapshot_id=over.snapshot_id,
        eligible=len(over.eligible),
    )
    chain = chain_of(act.connection, examination.id)
    search, found = run(act.connection, casework, request, probe, over, examination.examiner_id, search_id, chain)
    add_search(act.connection, search, found)
    change_request(act.connection, request.id, act.now, state=state)
    if partners:
        tell_owners(act, casework, partners, request, search, found)
    version = version_of(casework.rules)
    youth = youth_told(act.connection, casework.rules.eligibility, found)
    told = {**told_of(search), **edits_told(chain), **youth}
    act.also(SearchCompleted, request_id=request.id, settings_version=version, **told)
    act.note(search_id=search.id)
    return search.id, first_list(found)


def _blind(act: Act, casework: Casework, examination: Examination) -> tuple[str, tuple[Candidate, ...]]:
    search_id = str(examination.search_id)
    task = known_task_of(act.connection, examination.request_id)
    held = () if task else examinations_of(act.connection, examination.request_id)
    proposed = frozenset([task.proposed_subject_id] if task else [each.subject_id for each in held if each.subject_id])
    found = candidates_of(act.connection, search_id)
    return search_id, blind_list(found, proposed, casework.rules.casework.search.foils)
