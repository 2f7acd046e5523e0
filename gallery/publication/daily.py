"""The state of the log, put out once a day: for anybody to keep, to compare, and to write into minutes (I-01).

public/checkpoint.txt                    the signed checkpoint, as the log wrote it
public/days/2026-11-24.txt               that of each day, for good
public/log.html, log.fr.html             what it is and how to check it
public/minutes.txt, minutes.fr.txt       a paragraph for the minutes of the board
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from audits.cosigned import Cosigned, cosigned_paths, read_kept
from audits.events import CheckpointPublished
from audits.note import Checkpoint, LogKey, read_note
from gallery.publication.acts import FOLDER, Publishing
from gallery.publication.files import page
from gallery.publication.writing import replace_files
from kernel_lib.hashing import sha256_hex
from kernel_lib.wire.publication import PublicSection, PublicStatement, Published, PublishedFile
from kernel_lib.words.language import Words

PAGES = {"en": "log.html", "fr": "log.fr.html"}
MINUTES = {"en": "minutes.txt", "fr": "minutes.fr.txt"}


def publish_checkpoint(publishing: Publishing) -> Published | None:
    """Put out the log as it stands now; return None where this installation publishes nothing.

    The entry about it is in the log before the first file is in place. Meant to be called once a day.

    Raises:
        LogUnavailable: the log cannot be written.
        OSError: the folder cannot be written; what was published before stays.
    """
    if publishing.folder is None or publishing.simulated:
        return None
    signed = publishing.log.checkpoint()
    note = (publishing.audit_dir / "checkpoints" / f"{signed.size:012d}.txt").read_bytes()
    signed = read_note(note, publishing.log.public_key, "checkpoint")
    name, key = publishing.rules.who.home.name, publishing.log.public_key
    today = publishing.rules.who.local_day(publishing.ledger.now(), publishing.rules.who.home.code)
    told = Told(name, today, signed, key, _last_cosigned(publishing.audit_dir, key))
    files = {"checkpoint.txt": note, f"days/{today.isoformat()}.txt": note, **files_of_day(told)}
    with publishing.ledger.act(None, CheckpointPublished) as act:
        act.decided_by("I-01")
        act.note(events=signed.size, root=signed.root.hex(), day=today.isoformat(), note_sha256=sha256_hex(note))
    (publishing.folder / FOLDER / "days").mkdir(mode=0o755, parents=True, exist_ok=True)
    replace_files(publishing.folder / FOLDER, files)
    made = (PublishedFile(name=each, sha256=sha256_hex(held), bytes=len(held)) for each, held in files.items())
    return Published(files=tuple(made), sequence=act.sequence)


@dataclass(frozen=True)
class Told:
    """What the pages are made from."""

    service: str
    day: date
    signed: Checkpoint
    key: LogKey
    cosigned: Cosigned | None


def files_of_day(told: Told) -> dict[str, bytes]:
    """Return pages and paragraphs by name, in both languages."""
    both = (Words("en"), Words("fr"))
    pages = {PAGES[words.language]: page(_page(told, words), PAGES).encode() for words in both}
    return pages | {MINUTES[words.language]: (minutes(told, words) + "\n").encode() for words in both}


def minutes(told: Told, words: Words) -> str:
    """Return the paragraph for the minutes."""
    return words.say(
        "On {day}, the log of every act of face recognition at {service} held {entries} entries. Its root was {root}, "
        "signed {time} with the key {key}. Whoever keeps these words can show later whether anything before that "
        "moment was changed.",
        day=told.day.isoformat(),
        service=told.service,
        entries=words.number(told.signed.size),
        root=told.signed.root.hex(),
        time=told.signed.time,
        key=told.key.id.hex(),
    )


# Private


def _page(told: Told, words: Words) -> PublicStatement:
    signed = told.signed
    state = PublicSection(
        key="state",
        heading=words.say("The record of every act"),
        sentences=(minutes(told, words),),
        items=(
            words.say("Entries {entries}", entries=words.number(signed.size)),
            words.say("Root {root}", root=signed.root.hex()),
            words.say("Hash of the last entry {hash}", hash=signed.last_hash),
            words.say("Signed {time}", time=signed.time),
            words.say("Public key {key}", key=told.key.text().strip()),
            *_witnessed(told, words),
        ),
    )
    checked = PublicSection(
        key="check",
        heading=words.say("Checking it"),
        sentences=(
            words.say("Keep checkpoint.txt. A log that begins with it, unchanged, can be told from one that does not."),
            words.say("The program verify_log.py needs nothing but Python and comes with every export of the log."),
        ),
    )
    return PublicStatement(
        language=words.language,
        title=words.say("Log of face recognition at {service}", service=told.service),
        sections=(state, checked),
    )


def _witnessed(told: Told, words: Words) -> tuple[str, ...]:
    if told.cosigned is None:
        return (words.say("No witness has signed for the log yet."),)
    entries = words.number(told.cosigned.checkpoint.size)
    return (
        words.say("Witness {witness} signed for {entries} entries", witness=told.cosigned.witness, entries=entries),
    )


def _last_cosigned(folder: Path, key: LogKey) -> Cosigned | None:
    paths = cosigned_paths(folder)
    return read_kept(folder, paths[-1], key) if paths else None
