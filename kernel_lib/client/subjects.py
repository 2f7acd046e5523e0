"""The routes of the service by subject, one method a route."""

from urllib.parse import quote

from pydantic import TypeAdapter

from kernel_lib.client.connection import Connection
from kernel_lib.wire.audit import (
    AnswerView,
    Ask,
    LogStatus,
    QuestionView,
    RecentEvent,
    Scalar,
)
from kernel_lib.wire.casework import (
    ApprovalDecision,
    FaceChoice,
    IntakeForm,
    PlanView,
    ProbeView,
    RequestDraft,
    RequestView,
)
from kernel_lib.wire.disclosure import PackAsked, PackView
from kernel_lib.wire.drafts import DraftKept, ExaminationDraft
from kernel_lib.wire.editing import DerivationAsked
from kernel_lib.wire.examination import (
    Acknowledgement,
    AnalysisNotes,
    ConclusionOffered,
    DispositionGiven,
    ExaminationView,
    LeadView,
)
from kernel_lib.wire.gallery import BookingRecord, Enrolled, EnrolmentRun, Facts
from kernel_lib.wire.lists import Events, Questions
from kernel_lib.wire.lists import Leads as LeadList
from kernel_lib.wire.lists import Requests as RequestList
from kernel_lib.wire.model import Recorded
from kernel_lib.wire.recording import FrameChoice, RecordingView
from kernel_lib.wire.replay import ReplayView
from kernel_lib.wire.review import AmendmentGiven, ContextKept, ContextSeen
from kernel_lib.wire.views import ViewsUsed
from kernel_lib.wire.who import (
    AccountMade,
    AccountReason,
    AccountsReview,
    AccountUse,
    AccountView,
    CertificateView,
    NewAccount,
    NewCertificate,
    PasswordChange,
)

_PACK_SECONDS = 600
_VIDEO_SECONDS = 240
_OFFERED: TypeAdapter[ProbeView | RecordingView] = TypeAdapter(ProbeView | RecordingView)


class _Subject:
    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask
        self._send = connection.send


class Accounts(_Subject):
    """Accounts and certificates, for administrators and compliance."""

    def add(self, account: NewAccount) -> AccountMade:
        """Make an account; its first password is told once."""
        return self._ask("POST", "/accounts", AccountMade, account)

    def review(self) -> AccountsReview:
        """Return every account, and when each was last used (H-07)."""
        return self._ask("GET", "/accounts", AccountsReview)

    def change_password(self, offered: PasswordChange) -> Recorded:
        """Change one's own password; one's other sessions end."""
        return self._ask("POST", "/me/password", Recorded, offered)

    def disable(self, username: str, reason: str) -> AccountUse:
        """Close somebody else's account and end its sessions."""
        return self._ask("POST", f"/accounts/{username}/disabling", AccountUse, AccountReason(reason=reason))

    def recover(self, username: str, reason: str) -> AccountMade:
        """Give somebody else's account a new first password, told once."""
        return self._ask("POST", f"/accounts/{username}/recovery", AccountMade, AccountReason(reason=reason))

    def certify(self, certificate: NewCertificate) -> CertificateView:
        """Record training passed by somebody."""
        return self._ask("POST", "/certificates", CertificateView, certificate)

    def account(self, username: str) -> AccountView:
        """Return one account."""
        return self._ask("GET", f"/accounts/{username}", AccountView)


class Requests(_Subject):
    """A request from draft to decision."""

    def form(self) -> IntakeForm:
        """Return what a request may be made of today."""
        return self._ask("GET", "/intake-form", IntakeForm)

    def list(self) -> tuple[RequestView, ...]:
        """Return this person's requests; for an approver also those that wait for a decision."""
        return self._ask("GET", "/requests", RequestList).requests

    def open(self, draft: RequestDraft) -> RequestView:
        """Open a request with the answers given so far."""
        return self._ask("POST", "/requests", RequestView, draft)

    def get(self, request_id: str) -> RequestView:
        """Return one request."""
        return self._ask("GET", f"/requests/{request_id}", RequestView)

    def save(self, request_id: str, draft: RequestDraft) -> RequestView:
        """Keep the answers given so far."""
        return self._ask("PUT", f"/requests/{request_id}", RequestView, draft)

    def offer_probe(self, request_id: str, filename: str, picture: bytes) -> ProbeView:
        """Offer a crime-scene picture; a new one replaces the one before while the request is a draft."""
        files = {"picture": (filename, picture, "application/octet-stream")}
        response = self._send("POST", f"/requests/{request_id}/probe", files=files)
        return ProbeView.model_validate_json(response.content)

    def offer(self, request_id: str, filename: str, data: bytes) -> ProbeView | RecordingView:
        """Offer a picture, or a short video of which a person then chooses a frame. A video takes up to minutes."""
        files = {"picture": (filename, data, "application/octet-stream")}
        response = self._send("POST", f"/requests/{request_id}/probe", files=files, timeout=_VIDEO_SECONDS)
        return _OFFERED.validate_json(response.content)

    def choose_frame(self, request_id: str, number: int) -> RequestView:
        """Choose the frame of the video that becomes the probe."""
        return self._ask("PUT", f"/requests/{request_id}/frame", RequestView, FrameChoice(number=number))

    def choose_face(self, request_id: str, face: int, why: str) -> RequestView:
        """Choose the one face to be searched."""
        return self._ask("PUT", f"/requests/{request_id}/face", RequestView, FaceChoice(face=face, why=why))

    def add_further(self, request_id: str, filename: str, picture: bytes) -> RequestView:
        """Add a picture of the same person to the probe, while the request is a draft (A-21)."""
        files = {"picture": (filename, picture, "application/octet-stream")}
        response = self._send("POST", f"/requests/{request_id}/further", files=files)
        return RequestView.model_validate_json(response.content)

    def add_frame(self, request_id: str, number: int) -> RequestView:
        """Add another frame of the video that the probe is a frame of."""
        return self._ask("POST", f"/requests/{request_id}/further/frames", RequestView, FrameChoice(number=number))

    def choose_in_further(self, request_id: str, further_id: str, face: int, why: str) -> RequestView:
        """Choose the face in a further picture."""
        choice = FaceChoice(face=face, why=why)
        return self._ask("PUT", f"/requests/{request_id}/further/{further_id}/face", RequestView, choice)

    def drop_further(self, request_id: str, further_id: str) -> RequestView:
        """Take a further picture out of the draft."""
        return self._ask("DELETE", f"/requests/{request_id}/further/{further_id}", RequestView)

    def plan(self, request_id: str) -> PlanView:
        """Return what the search will do, and what still stands in the way of submitting."""
        return self._ask("GET", f"/requests/{request_id}/plan", PlanView)

    def submit(self, request_id: str) -> RequestView:
        """Submit the request for approval."""
        return self._ask("POST", f"/requests/{request_id}/submission", RequestView)

    def decide(self, request_id: str, decision: ApprovalDecision) -> RequestView:
        """Approve or refuse somebody else's request."""
        return self._ask("POST", f"/requests/{request_id}/approval", RequestView, decision)

    def examine(self, request_id: str) -> ExaminationView:
        """Take the first examination of an approved request."""
        return self._ask("POST", f"/requests/{request_id}/examination", ExaminationView)


class Examinations(_Subject):
    """An examination, stage by stage."""

    def get(self, examination_id: str) -> ExaminationView:
        """Return the examination as far as its stage allows."""
        return self._ask("GET", f"/examinations/{examination_id}", ExaminationView)

    def start(self, work_id: str) -> ExaminationView:
        """Open a line of the work list: one's own examination, or the first of a request, taken now."""
        return self._ask("POST", f"/examinations/{work_id}/start", ExaminationView)

    def record_print(self, examination_id: str) -> Recorded:
        """Record that a print of a list was begun in the browser; the list itself leaves on no paper (C-11)."""
        return self._ask("POST", f"/examinations/{examination_id}/prints", Recorded)

    def edit_probe(self, examination_id: str, asked: DerivationAsked) -> ExaminationView:
        """Make another picture from the chosen face by these steps; none takes all steps back (A-14, A-16)."""
        return self._ask("PUT", f"/examinations/{examination_id}/derivation", ExaminationView, asked)

    def save_draft(self, examination_id: str, draft: ExaminationDraft) -> DraftKept:
        """Keep what was typed so far; nothing is locked by it."""
        return self._ask("PUT", f"/examinations/{examination_id}/draft", DraftKept, draft)

    def record_context(self, examination_id: str, seen: ContextSeen) -> ContextKept:
        """Say what was seen beside the pictures; stepping back gives the examination to somebody else (D-15)."""
        return self._ask("POST", f"/examinations/{examination_id}/context", ContextKept, seen)

    def amend(self, examination_id: str, given: AmendmentGiven) -> ExaminationView:
        """Add words to a locked examination, as a new version with its reason (D-17)."""
        return self._ask("POST", f"/examinations/{examination_id}/amendments", ExaminationView, given)

    def lock_analysis(self, examination_id: str, notes: AnalysisNotes) -> ExaminationView:
        """Lock the notes on the probe alone. An unsuitable probe ends here (A-19)."""
        return self._ask("POST", f"/examinations/{examination_id}/analysis", ExaminationView, notes)

    def open_candidates(self, examination_id: str) -> ExaminationView:
        """Run the search, or open what is to be verified; then the letters are shown."""
        return self._ask("POST", f"/examinations/{examination_id}/candidates", ExaminationView)

    def dispose(self, examination_id: str, letter: str, given: DispositionGiven) -> ExaminationView:
        """Say of one candidate whether it is excluded."""
        return self._ask("PUT", f"/examinations/{examination_id}/candidates/{letter}", ExaminationView, given)

    def conclude(self, examination_id: str, conclusion: ConclusionOffered) -> ExaminationView:
        """Lock the conclusion; ranks and similarities become visible."""
        return self._ask("POST", f"/examinations/{examination_id}/conclusion", ExaminationView, conclusion)

    def views(self, examination_id: str, used: ViewsUsed) -> Recorded:
        """Record which views were used, how they were set, and for how long."""
        return self._ask("POST", f"/examinations/{examination_id}/views", Recorded, used)

    def replay(self, search_id: str) -> ReplayView:
        """Run a stored search again and compare it with its capsule (B-05)."""
        return self._ask("POST", f"/searches/{search_id}/replay", ReplayView)


class Leads(_Subject):
    """Leads for the investigator who asked."""

    def list(self) -> tuple[LeadView, ...]:
        """Return this person's leads, each without what it reveals."""
        return self._ask("GET", "/leads", LeadList).leads

    def get(self, lead_id: str) -> LeadView:
        """Return one lead; before the acknowledgement only its limits."""
        return self._ask("GET", f"/leads/{lead_id}", LeadView)

    def acknowledge(self, lead_id: str, initials: str) -> LeadView:
        """Acknowledge the limits by typed initials; the lead is then revealed."""
        body = Acknowledgement(initials=initials, accepted=True)
        return self._ask("POST", f"/leads/{lead_id}/acknowledgement", LeadView, body)


class Disclosure(_Subject):
    """Disclosure packs of a case."""

    def build(self, case: str, asked: PackAsked) -> PackView:
        """Build the pack of a case, called by its occurrence number or id. May take minutes for a large case."""
        body, sent_as = asked.model_dump_json().encode(), {"content-type": "application/json"}
        response = self._send(
            "POST", f"/cases/{quote(case, safe='')}/packs", content=body, headers=sent_as, timeout=_PACK_SECONDS
        )
        return PackView.model_validate_json(response.content)

    def download(self, pack_id: str) -> bytes:
        """Fetch a sealed pack, a zip file."""
        return self._send("GET", f"/packs/{pack_id}", timeout=_PACK_SECONDS).content


class Gallery(_Subject):
    """Booking pictures on their way in, and facts of the installation."""

    def enrol(self, feed_id: str, line: int, record: BookingRecord, picture: bytes) -> Enrolled:
        """Offer one booking picture with its record, as a line of an opened feed. Raises Unacceptable with its rule."""
        files = {"picture": ("picture", picture, "application/octet-stream")}
        data = {"record": record.model_dump_json(), "feed": feed_id, "line": str(line)}
        response = self._send("POST", "/enrolments", files=files, data=data)
        return Enrolled.model_validate_json(response.content)

    def finish_run(self, run: EnrolmentRun) -> Recorded:
        """Record the counts of an enrolment run."""
        return self._ask("POST", "/enrolment-runs", Recorded, run)

    def facts(self) -> Facts:
        """Return the facts that a privacy impact report must state."""
        return self._ask("GET", "/facts", Facts)


class Audit(_Subject):
    """The audit log: its state, its questions, a snapshot for analysis."""

    def status(self) -> LogStatus:
        """Return the last verification and checkpoint."""
        return self._ask("GET", "/log", LogStatus)

    def verify(self) -> LogStatus:
        """Recompute the whole log now."""
        return self._ask("POST", "/log/verification", LogStatus)

    def recent(self) -> tuple[RecentEvent, ...]:
        """Return the latest entries, newest first."""
        return self._ask("GET", "/log/recent", Events).events

    def questions(self) -> tuple[QuestionView, ...]:
        """Return the named questions."""
        return self._ask("GET", "/questions", Questions).questions

    def ask(self, name: str, **parameters: Scalar) -> AnswerView:
        """Ask a named question."""
        return self._ask("POST", f"/questions/{name}", AnswerView, Ask(parameters=parameters))

    def snapshot(self) -> bytes:
        """Return a DuckDB file made from the log: no pictures, no names."""
        return self._send("GET", "/analytics/snapshot").content
