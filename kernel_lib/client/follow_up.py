"""The routes of what follows a lead: its follow-up, copies, the case, disclosures, notices, own requests."""

from urllib.parse import quote

from kernel_lib.client.connection import Connection
from kernel_lib.wire.case import CaseView, DisclosureGiven, OwnRequest, OwnRequests
from kernel_lib.wire.follow_up import (
    CheckGiven,
    CircumstancesGiven,
    CopyAsked,
    CopyMade,
    CorroborationGiven,
    FollowUpView,
    LeadCopyKind,
    LineupGiven,
    OutcomeGiven,
    ParagraphCompared,
    ParagraphOffered,
    ReasonGiven,
    StepGiven,
)
from kernel_lib.wire.model import Recorded


class FollowUp:
    """What is done about a lead."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask

    def get(self, lead_id: str) -> FollowUpView:
        """Return what is recorded, done and next."""
        return self._ask("GET", f"/leads/{lead_id}/follow-up", FollowUpView)

    def corroborate(self, lead_id: str, given: CorroborationGiven) -> FollowUpView:
        """Record a fact gathered without the result (E-05)."""
        return self._ask("POST", f"/leads/{lead_id}/corroboration", FollowUpView, given)

    def check(self, lead_id: str, given: CheckGiven) -> FollowUpView:
        """Record what a check found (E-09)."""
        return self._ask("POST", f"/leads/{lead_id}/checks", FollowUpView, given)

    def circumstances(self, lead_id: str, given: CircumstancesGiven) -> FollowUpView:
        """Record the day of the offence, custody, death and ages told (E-10)."""
        return self._ask("POST", f"/leads/{lead_id}/circumstances", FollowUpView, given)

    def rely(self, lead_id: str) -> FollowUpView:
        """Mark the lead as relied on (E-05)."""
        return self._ask("POST", f"/leads/{lead_id}/reliance", FollowUpView)

    def take_step(self, lead_id: str, given: StepGiven) -> FollowUpView:
        """Record a warrant, arrest, charge or other step (E-20)."""
        return self._ask("POST", f"/leads/{lead_id}/steps", FollowUpView, given)

    def hold_lineup(self, lead_id: str, given: LineupGiven) -> FollowUpView:
        """Record a lineup and its method (E-06, E-07)."""
        return self._ask("POST", f"/leads/{lead_id}/lineups", FollowUpView, given)

    def draft_paragraph(self, lead_id: str) -> FollowUpView:
        """Draft the paragraph for an information to obtain (E-08)."""
        return self._ask("POST", f"/leads/{lead_id}/paragraphs", FollowUpView)

    def compare_paragraph(self, lead_id: str, offered: ParagraphOffered) -> ParagraphCompared:
        """Compare a text with the draft (E-08)."""
        return self._ask("POST", f"/leads/{lead_id}/paragraphs/comparison", ParagraphCompared, offered)

    def end(self, lead_id: str, given: OutcomeGiven) -> FollowUpView:
        """Record the outcome (E-12)."""
        return self._ask("POST", f"/leads/{lead_id}/outcome", FollowUpView, given)

    def copy(self, lead_id: str, kind: LeadCopyKind) -> CopyMade:
        """Record a print or file and return its watermark (C-11)."""
        return self._ask("POST", f"/leads/{lead_id}/copies", CopyMade, CopyAsked(kind=kind))

    def reopen(self, lead_id: str, given: ReasonGiven) -> Recorded:
        """Open an expired lead again (E-11)."""
        return self._ask("POST", f"/leads/{lead_id}/review", Recorded, given)

    def answer_stop(self, lead_id: str, given: ReasonGiven) -> Recorded:
        """Answer a stop flag (E-10)."""
        return self._ask("POST", f"/leads/{lead_id}/stop-answer", Recorded, given)


class Cases:
    """Cases as a whole, and a person's own requests."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask

    def get(self, case: str) -> CaseView:
        """Return a case, called by its id or occurrence number."""
        return self._ask("GET", f"/cases/{quote(case, safe='')}", CaseView)

    def disclose(self, case: str, given: DisclosureGiven) -> Recorded:
        """Record that the use of face recognition was disclosed (E-17)."""
        return self._ask("POST", f"/cases/{quote(case, safe='')}/disclosures", Recorded, given)

    def receive(self, notice_id: str) -> Recorded:
        """Say that a notice was read and copies are marked (E-13)."""
        return self._ask("POST", f"/notices/{notice_id}/receipt", Recorded)

    def own(self) -> tuple[OwnRequest, ...]:
        """Return this person's requests with who is waited for."""
        return self._ask("GET", "/own-requests", OwnRequests).requests
