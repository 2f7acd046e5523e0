"""One's own consent to a reference picture, and for compliance the checks of searches against staff (B-11)."""

from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from gallery.staff import consent, findings
from kernel_lib.wire.staff import ConsentView, FindingAnswer, StaffChecks

router = APIRouter()

Own = Annotated[Person, permitted("staff_consent_own")]
Checks = Annotated[Person, permitted("staff_checked")]


@router.get("/staff-consent")
def own(person: Own, parts: PartsNow) -> ConsentView:
    """Show one's own consent."""
    return consent.own(parts.staff, person)


@router.post("/staff-consent")
def give(
    person: Own,
    parts: PartsNow,
    picture: Annotated[UploadFile, File()],
    accepted: Annotated[bool, Form()] = False,
) -> ConsentView:
    """Consent, with a picture of oneself."""
    return consent.give(parts.staff, person, picture.file.read(), accepted=accepted)


@router.delete("/staff-consent")
def end(person: Own, parts: PartsNow) -> ConsentView:
    """End one's consent; the picture is destroyed."""
    return consent.end(parts.staff, person)


@router.get("/staff-checks")
def checks(person: Checks, parts: PartsNow) -> StaffChecks:
    """Show the latest checks and what they found."""
    return findings.checks(parts.staff, person)


@router.post("/staff-checks")
def check(person: Checks, parts: PartsNow) -> StaffChecks:
    """Compare the searches since the last check now."""
    return findings.check_now(parts.staff, person)


@router.post("/staff-findings/{finding_id}/answer")
def answer(finding_id: str, given: FindingAnswer, person: Checks, parts: PartsNow) -> StaffChecks:
    """Say what became of a finding."""
    return findings.answer(parts.staff, person, finding_id, given)
