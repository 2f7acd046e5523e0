"""Requirements checked on the running installation, with the signature under the outcome (W-22)."""

from datetime import datetime

from kernel_lib.wire.model import Message


class RequirementLine(Message):
    """One requirement: "pass", "fail" or "unproven" here, what was seen, and how many tests of the product name it."""

    row: str
    outcome: str
    seen: str
    tests: int


class ConformanceView(Message):
    """Every requirement. `document` is the canonical JSON that `signature` stands under, by the key of the log.

    Signature and public key are base64; the key is the one beside the log.
    """

    checked_at: datetime
    lines: tuple[RequirementLine, ...]
    document: str
    sha256: str
    signature: str
    public_key: str
