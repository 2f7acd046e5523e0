"""The parts of the service, made from what it stands on and what it holds, each from the ones before it."""

from importlib.metadata import version

from gallery.accounts.access import Access
from gallery.accounts.changes import Changes
from gallery.accounts.people import People
from gallery.accounts.roles import Roles
from gallery.accounts.second_factor import SecondFactors
from gallery.accounts.sessions import Sessions
from gallery.accounts.signing_in import SigningIn
from gallery.backup.acts import Backups
from gallery.breach.acts import Breaches
from gallery.casework.means import Casework
from gallery.conformance.run import Conformance
from gallery.control.means import Control
from gallery.desk.administration import Administration
from gallery.desk.alerts import AlertsDesk
from gallery.desk.evaluations import EvaluationsDesk
from gallery.desk.kept_views import KeptViewsDesk
from gallery.desk.log import LogDesk
from gallery.desk.models import ModelsDesk
from gallery.desk.reports import ReportsDesk
from gallery.desk.samples import SampleDesk
from gallery.desk.witnessing import Witnessing
from gallery.desk.workbench import Workbench
from gallery.disclosure.acts import Disclosure
from gallery.enrolment.beside import Beside
from gallery.enrolment.encoding.asked import Encoding
from gallery.enrolment.enrol import Enrolment
from gallery.enrolment.feed_keys import FeedKeyDesk
from gallery.enrolment.feeds import Feeds
from gallery.enrolment.marks import Marks
from gallery.enrolment.retemplating import Retemplating
from gallery.enrolment.typeten.exporting import TypeTenExport
from gallery.evaluation.contenders import Contenders
from gallery.images.store import Images
from gallery.index.exact import Index
from gallery.leaving.acts import Leaving
from gallery.lifecycle.cleanup import Cleanup
from gallery.lifecycle.compliance import DestructionReport
from gallery.lifecycle.destruction import Destruction
from gallery.lifecycle.incoming import Incoming
from gallery.lifecycle.mark_files import MarkFiles
from gallery.lifecycle.record_keeper import RecordKeeper
from gallery.lifecycle.refusal import Refusals
from gallery.lifecycle.renumbering import Renumbering
from gallery.lifecycle.stores import (
    DerivedFiles,
    IndexFiles,
    NoCopies,
    PartnerCopies,
    PictureFiles,
    RecordRows,
    Stores,
    WrittenReports,
)
from gallery.lifecycle.view import StandingDesk
from gallery.lifecycle.whatif import WhatIf
from gallery.lifecycle.works import Works
from gallery.privacy.facts.told import InstallationFacts
from gallery.privacy.means import Privacy
from gallery.publication.acts import Publishing
from gallery.records.staff import consents_held
from gallery.records.wrongdoing import wrongdoing_reports_held
from gallery.rekeying.proposing import KeyChangeDesk
from gallery.reporting.means import Reporting, reporting_of
from gallery.service.floor import Floor
from gallery.service.holdings import Holdings
from gallery.service.parts import Parts
from gallery.sharing.means import Sharing
from gallery.staff.consent import end_destroyed
from gallery.staff.means import Staff, open_store
from gallery.wrongdoing.acts import Wrongdoing, open_key
from kernel_lib.faces.engine import FaceEngine


def parts_of(
    floor: Floor, held: Holdings, casework: Casework, encoding: Encoding, log: LogDesk, sessions: Sessions
) -> Parts:
    """Return every part, one a line: nothing is decided here."""
    images, index, faces = held.images, held.index, held.faces
    facts = InstallationFacts(casework, log, faces.models, version("leadbook"))
    changes = Changes(floor.accounts)
    roles = Roles(floor.accounts, changes)
    contenders = Contenders(floor.settings.models_dir, floor.settings.registry_toml)
    publishing = _publishing(floor, index, faces)
    return Parts(
        floor=floor,
        sessions=sessions,
        signing_in=SigningIn(floor.accounts),
        people=People(floor.accounts),
        changes=changes,
        access=Access(floor.accounts, changes),
        roles=roles,
        second_factors=SecondFactors(floor.accounts),
        administration=Administration(floor.ledger, floor.log, floor.settings, roles, faces.model_id),
        key_changes=KeyChangeDesk(floor.ledger, floor.rules.who.accounts.reason_min_length),
        breaches=Breaches(casework),
        wrongdoing=_wrongdoing(floor),
        images=images,
        index=index,
        faces=faces,
        encoding=encoding,
        casework=casework,
        control=Control(floor.ledger, floor.authority, floor.rules, faces.model_id),
        enrolment=Enrolment(floor.ledger, images, index, encoding, floor.rules),
        feeds=Feeds(floor.ledger, floor.rules, encoding.at_once),
        feed_keys=FeedKeyDesk(floor.ledger),
        marks=Marks(floor.ledger, held.marks, floor.authority, floor.rules),
        typeten=TypeTenExport(floor.ledger, images, floor.rules),
        retemplating=Retemplating(floor.ledger, images, index, encoding, floor.rules),
        beside=Beside(floor.ledger, images, contenders, floor.rules, faces.model_id),
        models=ModelsDesk(casework, contenders, floor.settings.evaluation_dir),
        cleanup=Cleanup(floor.ledger, floor.rules),
        renumbering=Renumbering(floor.ledger),
        incoming=Incoming(floor.ledger, floor.rules),
        standing=StandingDesk(floor.ledger, floor.rules),
        what_if=WhatIf(floor.ledger, floor.rules, floor.database.place),
        destruction=Destruction(floor.ledger, floor.rules),
        destruction_report=DestructionReport(floor.ledger, floor.rules),
        refusals=Refusals(floor.ledger, floor.rules),
        record_keeper=RecordKeeper(floor.ledger, floor.rules, floor.keys.master),
        works=_works(floor, held),
        log=log,
        alerts=AlertsDesk(floor.ledger, log, floor.rules.alerts),
        kept_views=KeptViewsDesk(floor.ledger),
        samples=SampleDesk(floor.ledger, floor.settings.audit_dir),
        witnessing=Witnessing(floor.ledger, floor.settings.audit_dir),
        workbench=Workbench(floor.ledger, floor.authority, log, floor.rules.cubes, floor.settings.analytics_dir),
        reports=ReportsDesk(floor.ledger),
        reporting=_reporting(casework, log, publishing, floor),
        evaluations=EvaluationsDesk(casework, floor.settings.evaluation_dir),
        facts=facts,
        privacy=Privacy(casework, facts),
        conformance=Conformance(
            casework, log, floor.settings, floor.destroyed, floor.keys.signing, version("leadbook")
        ),
        disclosure=Disclosure(casework, floor.settings.audit_dir, floor.keys.signing, version("leadbook")),
        publishing=publishing,
        staff=_staff(floor, casework),
        sharing=Sharing(casework),
        leaving=_leaving(floor, images, held.marks),
        backups=Backups(floor.ledger, floor.log, floor.destroyed, floor.settings, floor.keys, version("leadbook")),
    )


# Private


def _reporting(casework: Casework, log: LogDesk, publishing: Publishing, floor: Floor) -> Reporting:
    return reporting_of(casework, log, publishing, floor.settings, floor.keys)


def _works(floor: Floor, held: Holdings) -> Works:
    settings = floor.settings
    by_line = (IndexFiles(held.index), WrittenReports(settings.reports_dir))
    whole = (
        MarkFiles(floor.ledger, held.marks),
        DerivedFiles(settings.analytics_dir),
        RecordRows(floor.database),
    )
    outside = (
        PartnerCopies(floor.database),
        NoCopies("backups", "destroyed again whenever one is restored"),
    )
    emptied = Stores(PictureFiles(held.images), by_line, whole, outside)
    return Works(floor.ledger, floor.rules, emptied, held.index, floor.keys, held.certificates)


def _staff(floor: Floor, casework: Casework) -> Staff:
    end_destroyed(floor.ledger, floor.destroyed.lineages)
    with floor.ledger.reading() as connection:
        held = frozenset(each.lineage_id for each in consents_held(connection))
    return Staff(casework, open_store(floor.settings.gallery_dir, floor.settings.keys_dir, held, floor.destroyed.add))


def _wrongdoing(floor: Floor) -> Wrongdoing:
    with floor.ledger.reading() as connection:
        held = bool(wrongdoing_reports_held(connection))
    return Wrongdoing(floor.ledger, floor.rules.wrongdoing, open_key(floor.settings.keys_dir, held=held))


def _leaving(floor: Floor, images: Images, marks: Images) -> Leaving:
    return Leaving(
        ledger=floor.ledger,
        log=floor.log,
        settings=floor.settings,
        pictures=images,
        marks=marks,
        keys=floor.keys,
        rules=floor.rules.sharing,
        version=version("leadbook"),
    )


def _publishing(floor: Floor, index: Index, faces: FaceEngine) -> Publishing:
    settings = floor.settings
    return Publishing(
        ledger=floor.ledger,
        log=floor.log,
        rules=floor.rules,
        index=index,
        models=faces.models,
        version=version("leadbook"),
        audit_dir=settings.audit_dir,
        folder=settings.publish_dir,
        simulated=floor.simulation is not None,
    )
