"""A held picture as a Type-10 transaction: the one that it came in, or one made from what is held (G-13)."""

from dataclasses import dataclass
from datetime import date

from audits.events import Exported
from gallery.authority import Person
from gallery.enrolment.typeten.checking import faults
from gallery.enrolment.typeten.transaction import Entries, Transaction, read, write
from gallery.images.store import Images
from gallery.ledger import Act, Ledger
from gallery.records import gallery
from gallery.records.gallery import Picture
from gallery.rules import Rules
from gallery.rules.typeten import Profile
from kernel_lib.errors import NotFound, Unacceptable
from kernel_lib.hashing import sha256_hex

_COMPRESSION = {"JPEG": "JPEGB", "PNG": "PNG", "JPEG2000": "JP2"}
_POSES = {
    "frontal": ("F", ""),
    "left_profile": ("L", ""),
    "right_profile": ("R", ""),
    "left_angled": ("A", "-45"),
    "right_angled": ("A", "45"),
}


@dataclass(frozen=True)
class TypeTenExport:
    """Exports pictures of a person's own service."""

    ledger: Ledger
    images: Images
    rules: Rules

    def export(self, person: Person, picture_id: str) -> bytes:
        """Return a transaction, right by the profile in use.

        Raises:
            NotFound: there is no such picture of the person's service.
            Unacceptable: the profile has no place for the picture as it is, or the service has no agency.
        """
        with self.ledger.act(person, Exported, object_id=picture_id) as act:
            picture = self._own(act, person, picture_id)
            if picture.transaction_sha256:
                data = self.images.get(picture.lineage_id, picture.transaction_sha256)
            else:
                data = write(self._made(person, picture, act.now.date()))
            act.note(kind="type10", sha256=sha256_hex(data), bytes=len(data), profile=self.rules.typeten.profile.id)
        return data

    def _own(self, act: Act, person: Person, picture_id: str) -> Picture:
        picture = gallery.picture_by_id(act.connection, picture_id)
        event = gallery.event_of_picture(act.connection, picture_id)
        owner = gallery.subject_by_id(act.connection, event.subject_id) if event else None
        if picture is None or owner is None or owner.service != person.service:
            raise NotFound("G-13", "There is no such picture in your service's gallery.", "Check the id.")
        return picture

    def _made(self, person: Person, picture: Picture, today: date) -> Transaction:
        profile, agency = self.rules.typeten.profile, self.rules.typeten.agencies.get(person.service, "")
        data = self.images.get(picture.lineage_id, picture.sha256)
        record = {number: value for number, value in _record(picture, agency).items() if number in profile.fields}
        made = Transaction(_header(profile, picture, agency, today), record, data)
        if wrong := faults(read(write(made)), self.rules.typeten, profile):
            fields = {f"10.{each.number:03} {each.mnemonic}": f"expected {each.expected}" for each in wrong}
            reason = f"The profile {profile.id} has no place for this picture: {', '.join(fields)}."
            raise Unacceptable("G-13", reason, "Export it under a profile that has one.", fields=fields)
        return made


def _record(picture: Picture, agency: str) -> dict[int, Entries]:
    pose = _POSES[picture.pose]
    held = {
        2: "1",
        3: "FACE",
        4: agency,
        5: f"{picture.captured_on:%Y%m%d}",
        6: str(picture.width),
        7: str(picture.height),
        8: "0",
        9: "1",
        10: "1",
        11: _COMPRESSION.get(picture.format, "NONE"),
        12: "UNK",
        13: "0",
        20: pose[0],
        21: pose[1],
        996: picture.sha256.upper(),
    }
    return {number: ((value,),) for number, value in held.items() if value}


def _header(profile: Profile, picture: Picture, agency: str, today: date) -> dict[int, Entries]:
    held = {
        2: profile.versions[-1],
        4: "FAUF",
        5: f"{today:%Y%m%d}",
        7: agency,
        8: agency,
        9: picture.id.replace("-", ""),
        11: "00.00",
        12: "00.00",
    }
    return {number: ((value,),) for number, value in held.items()}
