"""Every part of the running service, by name; `gallery.service.furnishing` makes them."""

from dataclasses import dataclass, field

from audits.events import ServiceStopped
from gallery.accounts.access import Access
from gallery.accounts.changes import Changes
from gallery.accounts.people import People
from gallery.accounts.roles import Roles
from gallery.accounts.second_factor import SecondFactors
from gallery.accounts.sessions import Sessions
from gallery.accounts.signing_in import SigningIn
from gallery.authority import Authority
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
from gallery.images.store import Images
from gallery.index.exact import Index
from gallery.leaving.acts import Leaving
from gallery.ledger import Ledger
from gallery.lifecycle.cleanup import Cleanup
from gallery.lifecycle.compliance import DestructionReport
from gallery.lifecycle.destruction import Destruction
from gallery.lifecycle.incoming import Incoming
from gallery.lifecycle.record_keeper import RecordKeeper
from gallery.lifecycle.refusal import Refusals
from gallery.lifecycle.renumbering import Renumbering
from gallery.lifecycle.view import StandingDesk
from gallery.lifecycle.whatif import WhatIf
from gallery.lifecycle.works import Works
from gallery.privacy.facts.told import InstallationFacts
from gallery.privacy.means import Privacy
from gallery.publication.acts import Publishing
from gallery.rekeying.proposing import KeyChangeDesk
from gallery.reporting.means import Reporting
from gallery.rules import Rules
from gallery.service.floor import Floor
from gallery.service.strangers import Strangers
from gallery.sharing.means import Sharing
from gallery.staff.means import Staff
from gallery.wrongdoing.acts import Wrongdoing
from kernel_lib.errors import LogUnavailable
from kernel_lib.faces.engine import FaceEngine


@dataclass(frozen=True)
class Parts:
    """Every part of the running service."""

    floor: Floor
    sessions: Sessions
    signing_in: SigningIn
    people: People
    changes: Changes
    access: Access
    roles: Roles
    second_factors: SecondFactors
    administration: Administration
    key_changes: KeyChangeDesk
    breaches: Breaches
    wrongdoing: Wrongdoing
    images: Images
    index: Index
    faces: FaceEngine
    encoding: Encoding
    casework: Casework
    control: Control
    enrolment: Enrolment
    feeds: Feeds
    feed_keys: FeedKeyDesk
    marks: Marks
    typeten: TypeTenExport
    retemplating: Retemplating
    beside: Beside
    models: ModelsDesk
    cleanup: Cleanup
    renumbering: Renumbering
    incoming: Incoming
    standing: StandingDesk
    what_if: WhatIf
    destruction: Destruction
    works: Works
    destruction_report: DestructionReport
    refusals: Refusals
    record_keeper: RecordKeeper
    log: LogDesk
    witnessing: Witnessing
    workbench: Workbench
    alerts: AlertsDesk
    kept_views: KeptViewsDesk
    samples: SampleDesk
    reports: ReportsDesk
    reporting: Reporting
    evaluations: EvaluationsDesk
    facts: InstallationFacts
    privacy: Privacy
    conformance: Conformance
    disclosure: Disclosure
    publishing: Publishing
    staff: Staff
    sharing: Sharing
    backups: Backups
    leaving: Leaving
    strangers: Strangers = field(default_factory=Strangers)

    @property
    def ledger(self) -> Ledger:
        """Records and log, bound."""
        return self.floor.ledger

    @property
    def authority(self) -> Authority:
        """Who may do what."""
        return self.floor.authority

    @property
    def rules(self) -> Rules:
        """Rules in force."""
        return self.floor.rules

    def close(self) -> None:
        """End in good order: say so in the log, keep the index, let go of the data folder."""
        try:
            self.works.close()
            self.encoding.close()
            self.index.close()
            self.ledger.record(ServiceStopped(actor_id="system", role="system"))
        except (LogUnavailable, OSError):
            # The next start finds no service_stopped and tells of the gap; the index is rebuilt.
            pass
        finally:
            self.floor.close()
