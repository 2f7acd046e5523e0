"""What a feed offers as a picture: plain bytes of one, or a Type-10 transaction that holds one (F-05, F-06, F-08)."""

from dataclasses import dataclass

from gallery.enrolment.record import CompleteRecord
from gallery.enrolment.typeten.checking import demand_right
from gallery.enrolment.typeten.transaction import Transaction, is_transaction, read
from gallery.rules.typeten import TypeTenRules
from kernel_lib.errors import Unacceptable

_AT_SOURCE = "Correct record or transaction at its source and offer both again."


@dataclass(frozen=True)
class Offered:
    """The bytes of the picture itself, and the transaction that it came in, if it came in one."""

    picture: bytes
    transaction: Transaction | None = None


def image_type(data: bytes) -> str:
    """Return the image type (IMT) of a transaction, or an empty text for anything else; nothing is checked."""
    if not is_transaction(data):
        return ""
    try:
        return read(data).value(3)
    except Unacceptable:
        return ""


def opened(data: bytes, record: CompleteRecord, rules: TypeTenRules) -> Offered:
    """Return the picture of what was offered.

    Raises:
        PictureRefused: the transaction holds no picture.
        Unacceptable: F-05 with every field that is not right, or that the booking record contradicts.
    """
    if not is_transaction(data):
        return Offered(data)
    transaction = read(data)
    demand_right(transaction, rules, record.service)
    _demand_agreement(transaction, record, rules)
    return Offered(transaction.picture, transaction)


def pose_of(transaction: Transaction, rules: TypeTenRules) -> str:
    """Return the pose of a booking record; an angle below zero shows the left side of the face towards the camera."""
    pose = rules.poses.get(transaction.value(20), "")
    if pose != "angled":
        return pose
    angle = transaction.value(21)
    return "" if angle in ("", "0") else "left_angled" if angle.startswith("-") else "right_angled"


def _demand_agreement(transaction: Transaction, record: CompleteRecord, rules: TypeTenRules) -> None:
    wrong = {}
    day = f"{record.captured_on:%Y%m%d}"
    if transaction.value(5) != day:
        wrong["10.005 PHD"] = f"expected {day} as the booking record says, got {transaction.value(5)}"
    if transaction.value(3) in rules.faces and pose_of(transaction, rules) != record.pose:
        pose = pose_of(transaction, rules) or "a pose without its angle"
        wrong["10.020 POS"] = f"expected {record.pose} as the booking record says, got {pose}"
    if wrong:
        reason = f"Transaction and booking record contradict each other: {', '.join(wrong)}."
        raise Unacceptable("F-05", reason, _AT_SOURCE, fields=wrong)
