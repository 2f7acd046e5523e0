"""Pictures on their way to a screen: each path is checked for person and stage, and each showing is recorded.

Paths under /pictures:
    requests/{id}/probe                            the whole picture, for who asks and who decides
    requests/{id}/faces/{face}                     one found face, the others pixelated
    requests/{id}/frames/{number}/{face}           a followed face in a frame of the video, for who asks
    requests/{id}/further/{picture}/{face}         a face of a further picture, the others pixelated (A-21)
    examinations/{id}/probe                        the chosen face, the others pixelated
    examinations/{id}/further/{n}                  the same of a further picture, from 1 (A-21)
    examinations/{id}/derived/{sha256}              the picture that its examiner made from it (A-14)
    examinations/{id}/candidates/{letter}/{n}      one picture of a candidate, from 1
    leads/{id}/probe, leads/{id}/reference         after the acknowledgement
    arrays/{id}/fillers/{n}, arrays/{id}/shown/{n} for who prepares a photo array, and for who shows it (W-17)
    known-tasks/{id}/probe                         the picture of a known task, for who proposes and who decides
Files are made anew without metadata, which could name a person or tell a date (C-05).
"""

from collections.abc import Callable

from audits.events import PictureViewed
from gallery.authority import Person
from gallery.casework.array_pictures import of_array
from gallery.casework.duties import nothing_there, own_examination, readable_request
from gallery.casework.examination import demand_open, tell
from gallery.casework.examination_view import blind_order
from gallery.casework.further import picture_of
from gallery.casework.known_tasks import proposal_here
from gallery.casework.lead import begin, demand_acknowledged
from gallery.casework.means import Casework
from gallery.casework.presenting import MEDIA_TYPE, presented
from gallery.casework.probe import CROP_MARGIN, face_of, original
from gallery.casework.recording_view import cut_of
from gallery.casework.retention import demand_kept
from gallery.casework.search_pictures import demand_shown
from gallery.control.exigency import demand_unlocked
from gallery.ledger import Act
from gallery.records.cases import Request
from gallery.records.chains import chain_of
from gallery.records.examinations import Examination, letters_of
from gallery.records.further import further_of
from gallery.records.gallery import picture_by_id
from gallery.records.probes import Probe, derivatives_of, probe_of
from gallery.records.recordings import recording_of
from gallery.records.removals import DERIVATIVES, ORIGINAL
from gallery.records.searches import candidate_by_id
from kernel_lib.errors import WrongState
from kernel_lib.faces.image import decode
from kernel_lib.vocabulary import ExaminationState

Shown = tuple[bytes, str]
Making = Callable[[], Shown]
"""Makes what was allowed and recorded; it takes long, so it runs after the act, which others wait for."""


def show(casework: Casework, person: Person, path: str) -> Shown:
    """Return a picture's bytes and media type.

    Raises:
        NotFound: there is no such picture, or it is not this person's to see (G-01).
        WrongState: a stage before it is open: candidates before the lock (D-02), a lead before its limits (E-04).
        NotAllowed: no role or certificate allows it.
    """
    with casework.ledger.act(person, PictureViewed) as act:
        casework.authority.demand(person, "picture_viewed")
        noun, _, rest = path.partition("/")
        object_id, _, place = rest.partition("/")
        shower = _SHOWERS.get(noun)
        if shower is None:
            raise nothing_there("picture")
        making = shower(act, casework, person, object_id, place)
    return making()


# Private


def _of_request(act: Act, casework: Casework, person: Person, request_id: str, place: str) -> Making:
    request = readable_request(act.connection, casework.authority, person, request_id)
    act.about(object_id=request.id, case_id=request.case_id)
    if place.startswith("frames/"):
        return _cut(act, casework, person, request, place)
    probe = _demand_probe(probe_of(act.connection, request.id))
    demand_kept(act.connection, probe.id, ORIGINAL)
    if place.startswith("further/"):
        return _further_face(act, casework, probe, place)
    act.note(place=_known(place, probe))
    if place == "probe":
        return lambda: (presented(original(casework, probe)), MEDIA_TYPE)
    faces = [face_of(each) for each in probe.faces]
    face = next((each for each in faces if place == f"faces/{each.index}"), None)
    if face is None:
        raise nothing_there("picture")
    return lambda: (casework.faces.crop(original(casework, probe), face, CROP_MARGIN, faces), "image/png")


def _of_examination(act: Act, casework: Casework, person: Person, examination_id: str, place: str) -> Making:
    examination = own_examination(act.connection, person, examination_id)
    tell(act, examination)
    demand_unlocked(act.connection, examination.request_id, act.now)
    if place == "probe":
        act.note(place=place)
        return _chosen_face(act, casework, _demand_probe(probe_of(act.connection, examination.request_id)))
    if place.startswith("further/"):
        return _further(act, casework, examination, place)
    if place.startswith("derived/"):
        return _derived(act, casework, examination, place.removeprefix("derived/"))
    if examination.state is ExaminationState.RECUSED:
        raise WrongState("D-15", "You stepped back from this examination.", "Go back to your work list.")
    if examination.state is ExaminationState.ANALYSIS:
        reason = "Candidates are shown after you lock your notes on the probe."
        raise WrongState("D-02", reason, "Lock your notes on the probe first.")
    demand_open(examination)
    letters = {each.letter: each.candidate_id for each in letters_of(act.connection, examination.id)}
    letter, _, number = place.removeprefix("candidates/").partition("/")
    if not place.startswith("candidates/") or letter not in letters:
        raise nothing_there("picture")
    demand_shown(act.connection, letters[letter])
    pictures = dict(enumerate(blind_order(candidate_by_id(act.connection, letters[letter])), start=1))
    shown = next((each for count, each in pictures.items() if str(count) == number), None)
    if shown is None:
        raise nothing_there("picture")
    act.note(place="candidate", letter=letter, picture_id=shown.picture_id)
    return _reference(act, casework, shown.picture_id)


def _further_face(act: Act, casework: Casework, probe: Probe, place: str) -> Making:
    """One face of a further picture, for whoever may read the request."""
    for further in further_of(act.connection, probe.id):
        faces = [face_of(each) for each in further.faces]
        face = next((each for each in faces if place == f"further/{further.id}/{each.index}"), None)
        if face:
            act.note(place="further", sha256=further.sha256)
            return lambda: (
                casework.faces.crop(picture_of(casework, probe, further), face, CROP_MARGIN, faces),
                "image/png",
            )
    raise nothing_there("picture")


def _further(act: Act, casework: Casework, examination: Examination, place: str) -> Making:
    """What an examiner sees of a further picture: the stored crop."""
    probe = _demand_probe(probe_of(act.connection, examination.request_id))
    demand_kept(act.connection, probe.id, DERIVATIVES)
    crops = {f"further/{n}": each.crop_sha256 for n, each in enumerate(further_of(act.connection, probe.id), start=1)}
    stored = crops.get(place)
    if stored is None:
        raise nothing_there("picture")
    act.note(place="further", derived_sha256=stored)
    return lambda: (casework.images.get(probe.lineage_id, stored), "image/png")


def _of_lead(act: Act, casework: Casework, person: Person, lead_id: str, place: str) -> Making:
    lead = begin(act, casework, person, lead_id, "lead_viewed")
    demand_acknowledged(lead)
    if place not in ("probe", "reference"):
        raise nothing_there("picture")
    act.note(place=place)
    if place == "probe":
        return _chosen_face(act, casework, _demand_probe(probe_of(act.connection, lead.request_id)))
    newest = candidate_by_id(act.connection, lead.candidate_id).pictures[0]
    return _reference(act, casework, newest.picture_id)


def _of_known_task(act: Act, casework: Casework, person: Person, task_id: str, place: str) -> Making:
    casework.authority.demand(person, "known_task_decided")
    held = proposal_here(act.connection, person, task_id)
    act.about(object_id=task_id)
    if place != "probe" or held.ended_at:
        raise nothing_there("picture")
    act.note(place=place, known_task=True)
    return _chosen_face(act, casework, _demand_probe(probe_of(act.connection, task_id)))


def _cut(act: Act, casework: Casework, person: Person, request: Request, place: str) -> Making:
    recording = recording_of(act.connection, request.id)
    stored = cut_of(recording, place) if recording and request.requester_id == person.account_id else None
    if recording is None or stored is None:
        raise nothing_there("picture")
    act.note(place=place)
    lineage_id = recording.lineage_id
    return lambda: (casework.images.get(lineage_id, stored), "image/jpeg")


_SHOWERS: dict[str, Callable[[Act, Casework, Person, str, str], Making]] = {
    "requests": _of_request,
    "examinations": _of_examination,
    "leads": _of_lead,
    "known-tasks": _of_known_task,
    "arrays": of_array,
}


def _chosen_face(act: Act, casework: Casework, probe: Probe) -> Making:
    demand_kept(act.connection, probe.id, DERIVATIVES)
    crops = [each for each in derivatives_of(act.connection, probe.id) if each.operation == "crop_with_others_masked"]
    if not crops:
        raise nothing_there("picture")
    return lambda: (casework.images.get(probe.lineage_id, crops[-1].sha256), "image/png")


def _derived(act: Act, casework: Casework, examination: Examination, pixels_sha256: str) -> Making:
    chain, probe = chain_of(act.connection, examination.id), probe_of(act.connection, examination.request_id)
    if chain is None or probe is None or chain.sha256 != pixels_sha256:
        raise nothing_there("picture")
    demand_kept(act.connection, probe.id, DERIVATIVES)
    act.note(place="derived", derived_sha256=chain.sha256)
    stored = str(chain.stored_sha256)
    return lambda: (casework.images.get(probe.lineage_id, stored), "image/png")


def _reference(act: Act, casework: Casework, picture_id: str) -> Making:
    stored = picture_by_id(act.connection, picture_id)
    if stored is None:
        raise nothing_there("picture")
    return lambda: (presented(decode(casework.images.get(stored.lineage_id, stored.sha256))), MEDIA_TYPE)


def _demand_probe(probe: Probe | None) -> Probe:
    if probe is None:
        raise nothing_there("picture")
    return probe


def _known(place: str, probe: Probe) -> str:
    """The place as the log may keep it: one of those that exist, never a text of the asker's."""
    return place if place in {"probe", *(f"faces/{face.place}" for face in probe.faces)} else "unknown"
