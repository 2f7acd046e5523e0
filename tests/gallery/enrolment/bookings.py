"""Booking records for tests."""

from typing import Any

RECORD: dict[str, Any] = {
    "subject_number": "S-1",
    "fps_number": "",
    "service": "demo",
    "booking_event": "E-1",
    "ica_authority": "2(1)(a)",
    "offence_id": "robbery",
    "charge_date": "2026-10-01",
    "captured_at": "2026-10-01",
    "capturing_officer": "officer 7",
    "pose": "frontal",
    "birth_year": 1970,
    "age_at_offence": 36,
    "demonstration": False,
}
"""A complete record."""


def record(**changed: Any) -> dict[str, Any]:
    """Return a complete record, changed where asked."""
    return {**RECORD, **changed}
