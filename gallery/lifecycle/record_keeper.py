"""The RCMP record keeper: what it holds of the same people is asked for, chased, and its reply kept (F-36)."""

from gallery.keys import seal, unseal

_ABOUT = "fingerprint section number of lineage"


def sealed_fps(master: bytes, lineage_id: str, fps_number: str) -> str:
    """Return a fingerprint section number as it waits for the keeper's reply, unreadable without the master key."""
    return seal(master, fps_number.encode(), f"{_ABOUT} {lineage_id}").hex()


def opened_fps(master: bytes, lineage_id: str, sealed: str) -> str:
    """Return the number, or nothing once the reply is on file. Raises ValueError when it is sealed by another key."""
    return unseal(master, bytes.fromhex(sealed), f"{_ABOUT} {lineage_id}").decode() if sealed else ""
