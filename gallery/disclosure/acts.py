"""Build a pack of a case, and hand one out. Both are in the log before anything leaves the service (E-14, I-02)."""

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from audits.events import Exported, PackBuilt
from gallery.authority import Person
from gallery.casework.duties import demand_certificate, nothing_there
from gallery.casework.means import Casework
from gallery.disclosure.contents import Basis, PackContents
from gallery.disclosure.extract import extract
from gallery.disclosure.gather import gather
from gallery.disclosure.pack import Pack, build_pack
from gallery.ledger import Act, Prepared
from gallery.records.cases import request_by_id
from gallery.records.follow_up import LeadCopy, add_copy
from gallery.records.ids import new_id
from gallery.records.leads import lead_of
from gallery.records.packs import Case, StoredPack, add_pack, case_called, pack_by_id, request_ids_of
from kernel_lib.errors import NotAllowed
from kernel_lib.vocabulary import CopyKind, Role
from kernel_lib.wire.disclosure import PackAsked, PackView


@dataclass(frozen=True)
class Disclosure:
    """What building a pack needs: casework, the log's folder, the key that signs the log, and the version."""

    casework: Casework
    audit_dir: Path
    signer: Ed25519PrivateKey
    version: str

    def build(self, person: Person, called: str, asked: PackAsked) -> PackView:
        """Build the pack of a case, called by its id or occurrence number, and keep it sealed.

        Raises:
            NotFound: there is no such case that this person may disclose (G-01).
            NotAllowed: no role allows it, none allows lifting masks (E-16), or no list may be seen (C-10).
            Unacceptable: the basis is not one of the rules, or names no paper (E-16).
        """
        made = Prepared(lambda: self._sealed(person, called, asked))
        with self.casework.ledger.act(person, PackBuilt) as act:
            self._demand(person, asked)
            case, pack = made.demand()
            act.about(case_id=case.id, object_id=pack.id)
            lineage_id = new_id()
            stored = StoredPack(
                id=pack.id,
                case_id=case.id,
                service=case.service,
                lineage_id=lineage_id,
                sha256=self.casework.images.put(lineage_id, pack.content),
                bytes=len(pack.content),
                files=pack.files,
                requests=pack.requests,
                persons=pack.persons,
                masked=pack.masked,
                basis_kind=asked.basis,
                basis_reference=asked.reference,
                made_by=person.account_id,
                made_at=act.now,
            )
            add_pack(act.connection, stored)
            act.note(sha256=pack.sha256, bytes=stored.bytes, requests=pack.requests, masked=pack.masked)
            act.note(persons=pack.persons, basis=asked.basis or None, unmasked=pack.persons - pack.masked)
            return _view(case, stored)

    def download(self, person: Person, pack_id: str) -> bytes:
        """Return the bytes of a sealed pack.

        Raises:
            NotFound: there is no such pack of a case that this person may disclose (G-01).
            NotAllowed: no role allows it, or the pack shows persons on a basis and no role allows that (E-16).
        """
        with self.casework.ledger.act(person, Exported) as act:
            self.casework.authority.demand(person, "pack_downloaded")
            self._demand_lists(person)
            stored = pack_by_id(act.connection, pack_id)
            case = case_called(act.connection, person.service, stored.case_id) if stored else None
            if stored is None or case is None or not self._concerns(act.connection, person, case):
                raise nothing_there("pack")
            act.about(case_id=case.id, object_id=stored.id)
            if stored.basis_kind:
                self.casework.authority.demand(person, "mask_lifted")
            act.note(kind="disclosure_pack", sha256=stored.sha256, bytes=stored.bytes)
            _keep_copies(act, person, stored)
            return self.casework.images.get(stored.lineage_id, stored.sha256)

    # Private

    def _sealed(self, person: Person, called: str, asked: PackAsked) -> tuple[Case, Pack]:
        self._demand(person, asked)
        now = self.casework.ledger.now()
        with self.casework.ledger.reading() as connection:
            case = case_called(connection, person.service, called)
            if case is None or not self._concerns(connection, person, case):
                raise nothing_there("case")
            held = gather(connection, self.casework, case.id)
        basis = Basis(asked.basis, asked.reference, person.account_id, now) if asked.basis or asked.reference else None
        contents = PackContents(
            pack_id=new_id(),
            case_id=case.id,
            case_number=case.occurrence_number,
            service=case.service,
            made_by=person.account_id,
            made_at=now,
            leadbook_version=self.version,
            requests=held.requests,
            subjects=held.subjects,
            case_file=held.case_file,
            accuracy=held.accuracy,
            log=extract(self.audit_dir, case.id, held.open_ids, held.closed_ids),
            basis=basis,
        )
        return case, build_pack(contents, signer=self.signer, rules=self.casework.rules.disclosure)

    def _demand(self, person: Person, asked: PackAsked) -> None:
        self.casework.authority.demand(person, "pack_built")
        self._demand_lists(person)
        if asked.basis or asked.reference:
            self.casework.authority.demand(person, "mask_lifted")

    def _demand_lists(self, person: Person) -> None:
        """Do nothing for who may see candidate lists: a pack holds them, and may be no way around C-10."""
        authority, profile = self.casework.authority, self.casework.rules.who.workflow
        if authority.allows(person, "every_case_disclosed"):
            return
        if Role.INVESTIGATOR not in profile.first_examiner_roles:
            reason = "Here investigators see leads, and a pack holds whole candidate lists."
            raise NotAllowed("C-10", reason, "Ask an approver or compliance to build it.")
        demand_certificate(authority, person, profile.first_examiner_certificate, self.casework.ledger.now().date())

    def _concerns(self, connection: Connection, person: Person, case: Case) -> bool:
        """Say whether a case of the person's own service is theirs: they asked in it, or may disclose every case."""
        if self.casework.authority.allows(person, "every_case_disclosed"):
            return True
        found = [request_by_id(connection, each) for each in request_ids_of(connection, case.id)]
        return any(each and each.requester_id == person.account_id for each in found)


def _keep_copies(act: Act, person: Person, stored: StoredPack) -> None:
    """Whoever fetched a pack has a copy of every lead in it, and is told when one is withdrawn (E-13)."""
    mark = f"Pack {stored.id} with SHA-256 {stored.sha256}"
    for request_id in request_ids_of(act.connection, stored.case_id):
        lead = lead_of(act.connection, request_id)
        if lead is not None:
            copy = LeadCopy(new_id(), lead.id, person.account_id, CopyKind.PACK.value, mark, act.now, None)
            add_copy(act.connection, copy)


def _view(case: Case, stored: StoredPack) -> PackView:
    return PackView(
        id=stored.id,
        occurrence_number=case.occurrence_number,
        sha256=stored.sha256,
        bytes=stored.bytes,
        files=stored.files,
        requests=stored.requests,
        persons=stored.persons,
        masked=stored.masked,
        made_at=stored.made_at,
    )
