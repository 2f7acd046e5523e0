"""Type-10 transactions for tests."""

from gallery.enrolment.typeten.transaction import Entries, Transaction, write
from kernel_lib.hashing import sha256_hex
from tests.gallery.casework.bench import picture

AGENCY = "ON00000DM"
HEADER = {2: "0501", 4: "FAUF", 5: "20261001", 7: AGENCY, 8: AGENCY, 9: "TCN0001", 11: "00.00", 12: "00.00"}
FACE: dict[int, Entries] = {
    2: (("1",),),
    3: (("FACE",),),
    4: ((AGENCY,),),
    5: (("20261001",),),
    6: (("100",),),
    7: (("120",),),
    8: (("1",),),
    9: (("600",),),
    10: (("600",),),
    11: (("PNG",),),
    12: (("SRGB",),),
    13: (("30",),),
    20: (("F",),),
    25: (("0", "5", "-5", "1", "1", "1"),),
    26: (("GLASSES",), ("HAT",)),
    27: (("BRO",),),
    38: (("Words of an officer, é",),),
    200: (("own",),),
}
MARK = {number: value for number, value in FACE.items() if number not in (13, 20, 25)} | {
    3: (("TATTOO",),),
    40: (("TAT L ARM",),),
}


def transaction(record: dict[int, Entries], data: bytes | None = None, version: str = "0501") -> Transaction:
    """Return a transaction with the hash of its picture where the record says nothing else."""
    data = picture() if data is None else data
    header = {number: ((value,),) for number, value in (HEADER | {2: version}).items()}
    hashed = {996: ((sha256_hex(data).upper(),),)} if version == "0501" else {}
    return Transaction(header, {1: (("1",),), **hashed, **record}, data)


def written(record: dict[int, Entries], data: bytes | None = None) -> bytes:
    """Return the bytes of a transaction."""
    return write(transaction(record, data))
