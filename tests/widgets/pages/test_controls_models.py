"""The face model on the page of controls: reports by compliance, the change by an administrator (F-11, W-19)."""

from typing import Any

import pytest

from kernel_lib.vocabulary import Role
from kernel_lib.wire.evaluation import GroupView, OperatingView, RateView
from kernel_lib.wire.models import ImpactAsked, ImpactView, ListChanges, ModelSide, ModelsView, ModelView, SideAccuracy
from tests.widgets.fake_client import FakeClient
from tests.widgets.fakes import NOW, an_account
from tests.widgets.pages.test_controls_of_compliance import EMPTY
from tests.widgets.press import press, tell, words_in
from widgets.pages.controls import ControlsPage

RATE = RateView(count=3, of=60, rate=0.05, wilson=(0.01, 0.14), by_person=(0.0, 0.12))
OPERATING = OperatingView(threshold=0.3, length=20, fnir=RATE, fpir=RATE, selectivity=0.4)
GROUPS = (
    GroupView(group="first group", mated=60, non_mated=60, operating=OPERATING),
    GroupView(group="second group", mated=9, non_mated=9, operating=None),
)
IN_USE = ModelView(
    name="first",
    model_id="first@01",
    licence="MIT",
    casework=True,
    in_use=True,
    next_start=True,
    templates=40,
    eligible=40,
)
OTHER = IN_USE.model_copy(
    update={"name": "second", "model_id": "second@02", "in_use": False, "next_start": False, "templates": 39}
)
CHANGES = ListChanges(lists={"changed": 12, "same": 30}, entries={"stay": 400, "enter": None, "leave": None})
REPORT = ImpactView(
    number=1,
    sha256="a" * 64,
    filed_at=NOW,
    old=ModelSide(model_id="first@01", pictures=40, people=20, snapshot_sha256="b" * 64),
    new=ModelSide(model_id="second@02", pictures=39, people=20, snapshot_sha256="c" * 64),
    without=1,
    replayed=42,
    left_out=2,
    threshold=0.3,
    length=20,
    in_force=CHANGES,
    by_place=CHANGES,
    leads={"same": 9, "nearer": None, "further": None, "off_list": 0, "onto_list": 0, "on_neither": 0, "not_held": 0},
    scale_old=(0.4, 0.5, 0.6),
    scale_new=(0.5, 0.6, 0.7),
    smallest_cell=5,
    evaluation_set="demonstration",
    accuracy=(SideAccuracy(model_id="first@01", no_template=0, first_place=RATE, operating=OPERATING, groups=GROUPS),),
    statements=("Only the service's own gallery was searched; galleries of partners were left out.",),
)
HELD = ModelsView(models=(IN_USE, OTHER), reports=(REPORT,), past_searches=44)


def opened(*roles: Role, held: ModelsView = HELD, **answers: Any) -> tuple[ControlsPage, FakeClient]:
    """Return the page with the models shown."""
    given = {"models.held": held, **{name.replace("__", "."): value for name, value in answers.items()}}
    client = FakeClient({"controls.get": EMPTY, "resolve": an_account(*roles), **given})
    page = ControlsPage(lambda: client)  # type: ignore[arg-type, return-value]  # reason: a fake client
    page.load()
    page.open_models()
    return page, client


def reported(*roles: Role) -> ControlsPage:
    """Return the page with a report open."""
    page, _ = opened(*(roles or (Role.COMPLIANCE,)))
    tell(page.models.reports, event="open", id=REPORT.sha256)
    return page


@pytest.mark.proves("W-19")
def test_a_report_shows_what_would_change_and_withholds_small_counts() -> None:
    """Lists, leads with a chart, scales and accuracy; no person anywhere."""
    shown = words_in(reported().body)

    for words in (
        "Lists that another model would change",
        "Candidates that became leads",
        "3 of 60",
        "few",
        "lb-bar",
        "not established",
    ):
        assert words in shown


def test_compliance_files_a_report_and_cannot_switch() -> None:
    """The chosen model and set go out as they were entered; a change is not offered."""
    page, client = opened(Role.COMPLIANCE, models__report=REPORT)

    page.models.form._fields[0].control.value = "second"
    press(page.body, "Reckon and file")

    assert client.asked[-2:] == [
        ("models.report", (ImpactAsked(model="second", evaluation_set=""),)),
        ("models.held", ()),
    ]
    assert "from the next start on" not in words_in(page.body)


@pytest.mark.proves("F-11")
def test_an_administrator_changes_the_model_in_two_steps() -> None:
    """The second step says when it holds and how many pictures would leave search."""
    changed = ModelsView(
        models=(IN_USE.model_copy(update={"next_start": False}), OTHER.model_copy(update={"next_start": True})),
        reports=(REPORT,),
        past_searches=44,
    )
    page, client = opened(Role.ADMINISTRATOR, models__switch=changed)

    press(page.body, "Use second from the next start on")
    said = words_in(page.body)
    before = "models.switch" in client.names()
    press(page.body, "Use it from the next start on")

    assert "Eligible pictures without a template of it leave search: 1." in said
    assert not before
    assert ("models.switch", ("second",)) in client.asked
    assert "in use until the next start" in words_in(page.body)


def test_without_reports_the_list_says_so() -> None:
    """An empty list is a sentence, and an auditor is offered nothing to press."""
    page, _ = opened(Role.AUDITOR, held=HELD.model_copy(update={"reports": ()}))

    assert page.models.reports.rows == []
    assert page.models.reports.empty == "No report was filed yet."
    assert len(page.models.box.children) == 3
