"""One request from its draft to the end of its lead, in order: by itself a story in which nothing is to be found."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from audits import events as acts
from audits.event import Event

Told = tuple[float, type[Event], dict[str, Any], dict[str, Any]]
"""Seconds after the start, the act, fields of its entry, and details."""

VALID = "examination valid until 2027-06-30"
DAY = 86_400.0
FACTS = (("corroboration", True), ("check", False), ("outcome", False))


@dataclass(frozen=True)
class Plan:
    """What a request is and how it goes; every default is without fault."""

    name: str
    start: datetime
    service: str = "peel"
    requester: str = "requester-1"
    approver: str = "approver-1"
    examiner: str = "examiner-1"
    verifier: str = "examiner-2"
    approver_role: str = "approver"
    certificate: str = VALID
    workstation: str = "desk-1"
    has_case: bool = True
    offence: str = "robbery"
    in_force: bool = True
    source: str = "security_camera"
    depicted: str = "person_of_interest"
    higher_for: tuple[str, ...] = ()
    occurrence: str = "open"
    approve_after: float = 900.0
    approved: bool = True
    probe: str = ""
    similar: tuple[str, ...] = ()
    cut: str = ""
    threshold: float = 0.3
    length: int = 20
    returned: int = 3
    operations: tuple[str, ...] = ()
    low_quality: bool = False
    youth: dict[str, Any] = field(default_factory=lambda: {"youth_returned": 0})
    gap: float = 30.0
    first_value: int = 2
    second_value: int = 2
    third_value: int | None = None
    concluded: bool = True
    verified: bool = True
    lead: bool = True
    opened: bool = True
    facts: tuple[tuple[str, bool], ...] = FACTS
    valid_days: int = 60
    stages: tuple[float, ...] = (3600.0, 7200.0, 7200.0, 600.0)
    """Seconds from approval to search, to the first lock, to the second, and from lead to acknowledgement."""

    @property
    def request(self) -> str:
        """Id of the request."""
        return f"request-{self.name}"

    @property
    def case(self) -> str | None:
        """Id of the case."""
        return f"case-{self.name}" if self.has_case else None

    @property
    def lead_id(self) -> str:
        """Id of the lead, if there is one."""
        return f"lead-{self.name}"

    def but(self, name: str, **changed: Any) -> "Plan":
        """Return another request that differs in what is named only."""
        return replace(self, name=name, **changed)

    def told(self) -> Iterator[Told]:
        """Give every act in order of time."""
        yield from self._asking()
        if not self.approved:
            return
        searched = self.approve_after + self.stages[0]
        yield from self._searching(searched)
        if self.opened and not (self.concluded and self.verified):
            yield searched + DAY, acts.RequestViewed, self._by(self.requester, role="investigator"), {}
        if not self.concluded:
            return
        first = searched + self.stages[1]
        yield first, acts.ExaminationLocked, self._by(self.examiner, "first"), self._locked("first", self.first_value)
        if not self.verified:
            return
        yield from self._verifying(first, first + self.stages[2])
        yield from self._ending(first + self.stages[2] + 1)

    # Private

    def _by(self, who: str, examination: str = "", role: str = "examiner") -> dict[str, Any]:
        held = f"examination-{self.name}-{examination}" if examination else self.request
        fields = {"service": self.service, "actor_id": who, "role": role, "case_id": self.case, "object_id": held}
        return {
            **fields,
            "workstation": self.workstation,
            "certificate": self.certificate if role == "examiner" else "none",
        }

    def _asking(self) -> Iterator[Told]:
        asking = self._by(self.requester, role="investigator")
        yield 0.0, acts.RequestDrafted, {**asking, "case_id": None}, {"source_type": self.source}
        yield 60.0, acts.ProbeReceived, {**asking, "case_id": None}, {"sha256": self._probe, "found": 1}
        yield 70.0, acts.FaceChosen, {**asking, "case_id": None}, {"derived_sha256": self.cut or f"cut-{self.name}"}
        offence = {"offence_id": self.offence, "offences_version": "2026-02", "offence_in_force": self.in_force}
        told = {"occurrence_state": self.occurrence, "source_type": self.source, "role_depicted": self.depicted}
        more = {"probe_sha256": self._probe, "similar_requests": list(self.similar), "exigent": False}
        details = {**offence, **told, **more, "higher_for": list(self.higher_for)}
        yield 120.0, acts.RequestSubmitted, asking, details
        decided = self._by(self.approver, role=self.approver_role)
        waited = {"requester_id": self.requester, "decided_after_seconds": self.approve_after - 120.0}
        higher = {"higher_for": list(self.higher_for)} if self.higher_for else {}
        event: type[Event] = acts.RequestApproved if self.approved else acts.ApprovalRefused
        yield self.approve_after, event, decided, {**waited, **higher}

    @property
    def _probe(self) -> str:
        return self.probe or f"probe-{self.name}"

    def _searching(self, at: float) -> Iterator[Told]:
        first, about = self._by(self.examiner, "first"), {"request_id": self.request}
        taken = {"examination_id": f"examination-{self.name}-first"}
        yield at - 1800, acts.ExaminationAssigned, {**first, "object_id": self.request}, taken
        noted = {**about, "suitable": True, "low_quality": self.low_quality, "stage_seconds": 600, "short": False}
        yield at - 60, acts.AnalysisLocked, first, noted
        ran = {**about, "search_id": f"search-{self.name}"}
        yield at - 1, acts.SearchStarted, first, ran
        edited = (
            {"derived_sha256": f"derived-{self.name}", "operations": list(self.operations)} if self.operations else {}
        )
        bounds = {"threshold": self.threshold, "list_length": self.length, "returned": self.returned}
        yield at, acts.SearchCompleted, first, {**ran, **bounds, **edited, **self.youth, "model_id": "sface@1"}
        yield at + 1, acts.ListViewed, first, {**ran, "shown": self.returned}
        for place in range(self.returned):
            decided = {**about, "letter": "ABCDEFGHIJ"[place % 10], "disposition": "excluded"}
            yield at + 2 + self.gap * (place + 1), acts.DispositionRecorded, first, decided

    def _locked(self, order: str, value: int) -> dict[str, Any]:
        told = {"request_id": self.request, "order": order, "value_of_scale": value, "selected": value > 0}
        return {**told, "stage_seconds": 900, "short": False}

    def _verifying(self, since: float, at: float) -> Iterator[Told]:
        second = self._by(self.verifier, "second")
        yield since + 60, acts.ListViewed, second, {"request_id": self.request, "shown": 6}
        yield at, acts.VerificationLocked, second, self._locked("verification", self.second_value)
        if self.third_value is not None:
            said = [self.first_value, self.second_value]
            yield at, acts.ConflictOpened, second, {"request_id": self.request, "values": said}
            third = self._by("examiner-third", "third")
            yield at + 0.5, acts.VerificationLocked, third, self._locked("third", self.third_value)
            settled = {"request_id": self.request, "values": [*said, self.third_value]}
            yield at + 0.5, acts.ConflictResolved, third, settled

    def _ending(self, at: float) -> Iterator[Told]:
        about, given = {"request_id": self.request}, self._by(self.verifier, "second")
        told = {"lead_id": self.lead_id, "valid_days": self.valid_days} if self.lead else {"outcome": "no_lead"}
        yield at, acts.LeadIssued, given, {**about, "lead": self.lead, **told}
        if not self.opened:
            return
        reading = self._by(self.requester, role="investigator")
        if not self.lead:
            yield at + 900, acts.RequestViewed, reading, {}
            return
        of_lead = {**reading, "object_id": self.lead_id}
        yield at + self.stages[3], acts.LeadAcknowledged, of_lead, about
        for day, (kind, link) in enumerate(self.facts, start=1):
            until = (self.start + timedelta(seconds=at + day * DAY, days=self.valid_days)).date().isoformat()
            details = {**about, "kind": kind, "of": kind, "link": link, "charged": False, "warrant": False}
            yield at + day * DAY, acts.LeadFollowedUp, of_lead, {**details, "valid_until": until}


def at(text: str) -> datetime:
    """Return a moment such as "2026-03-02 15:00", UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
