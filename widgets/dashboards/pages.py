"""The pages of the dashboards: address, notebook, title, and who may open each. No other notebook is ever rendered."""

from collections.abc import Iterable
from dataclasses import dataclass

from kernel_lib.vocabulary import Role

EVERYBODY = frozenset(Role)
RECORDS_ROLES = frozenset({Role.RECORDS_CLERK, Role.COMPLIANCE, Role.AUDITOR})
APPLICATION_ROLES = frozenset({Role.RECORDS_CLERK, Role.COMPLIANCE})
PARTNER_ROLES = frozenset({Role.COMPLIANCE, Role.RECORDS_CLERK, Role.HIGHER_APPROVER, Role.AUDITOR})
ADMINISTRATION_ROLES = frozenset({Role.ADMINISTRATOR, Role.COMPLIANCE})
CASE_ROLES = frozenset({Role.INVESTIGATOR, Role.APPROVER, Role.HIGHER_APPROVER, Role.COMPLIANCE})
ARRAY_ROLES = frozenset({Role.INVESTIGATOR, Role.APPROVER, Role.HIGHER_APPROVER, Role.EXAMINER})


@dataclass(frozen=True)
class Page:
    """One page.

    `name` is what the service sees when a ticket is asked for; `faces` is true where pictures of people may be shown,
    so that the standing caution is on the page before anything else is.
    """

    name: str
    path: str
    title: str
    roles: frozenset[Role]
    faces: bool

    @property
    def notebook(self) -> str:
        """The notebook's file name inside the folder of dashboards."""
        return f"{self.name}.ipynb"


ASSESSMENT_ROLES = frozenset({Role.COMPLIANCE, Role.ADMINISTRATOR, Role.AUDITOR})
REPORT_ROLES = frozenset({Role.COMPLIANCE, Role.AUDITOR, Role.HIGHER_APPROVER, Role.ANALYST})

PAGES = (
    Page("home", "/", "Home", EVERYBODY, faces=False),
    Page("search", "/search", "Search", frozenset({Role.INVESTIGATOR}), faces=True),
    Page("requests", "/requests", "My requests", frozenset({Role.INVESTIGATOR}), faces=False),
    Page("approvals", "/approvals", "Approvals", frozenset({Role.APPROVER, Role.HIGHER_APPROVER}), faces=True),
    Page("review", "/review", "Review", frozenset({Role.INVESTIGATOR, Role.EXAMINER}), faces=True),
    Page("leads", "/leads", "Leads", frozenset({Role.INVESTIGATOR}), faces=True),
    # No caution about a search on it: a witness looks at it, and whoever shows it does not know of one (E-06).
    Page("array", "/array", "Photo array", ARRAY_ROLES, faces=False),
    Page("controls", "/controls", "Controls", frozenset({Role.COMPLIANCE, Role.ADMINISTRATOR}), faces=False),
    Page("known_tasks", "/known-tasks", "Known tasks", frozenset({Role.COMPLIANCE, Role.HIGHER_APPROVER}), faces=True),
    Page("records", "/records", "Records desk", RECORDS_ROLES, faces=False),
    Page("destruction", "/destruction", "Destruction runs", RECORDS_ROLES, faces=False),
    Page("applications", "/applications", "Applications", APPLICATION_ROLES, faces=False),
    Page("partners", "/partners", "Partners", PARTNER_ROLES, faces=False),
    Page("assessment", "/assessment", "Privacy assessment", ASSESSMENT_ROLES, faces=False),
    Page("reports", "/reports", "Reports", REPORT_ROLES, faces=False),
    Page("case", "/case", "Case", CASE_ROLES, faces=False),
    Page("administration", "/administration", "Administration", ADMINISTRATION_ROLES, faces=False),
    Page("audit", "/audit", "Audit", frozenset({Role.AUDITOR, Role.COMPLIANCE, Role.ANALYST}), faces=False),
)


def pages_for(roles: Iterable[Role]) -> tuple[Page, ...]:
    """Return the pages that a person with these roles may open, in the order of the navigation."""
    held = frozenset(roles)
    return tuple(page for page in PAGES if page.roles & held)


def is_page_path(path: str) -> bool:
    """Say whether a path is exactly the address of a page; used for the way back after signing in."""
    return any(path == page.path for page in PAGES)
