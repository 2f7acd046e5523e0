"""Certificates, proofs of proficiency and cases to be looked at again, on the page of administration (H-03, H-04)."""

from functools import partial

from kernel_lib.client import Client
from kernel_lib.vocabulary import CertificateScope
from kernel_lib.wire.proficiency import (
    ProficiencyOffered,
    ProficiencyPerson,
    RereviewGiven,
    RereviewView,
    SupervisedTasks,
)
from kernel_lib.wire.who import NewCertificate
from widgets.pages.panel import Panel
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.field import Field
from widgets.parts.form import Answers, Form
from widgets.parts.markup import Markup, element, facts
from widgets.parts.wording import day, moment
from widgets.words.language import say

_BECAUSE = {
    "failed_test": "failed an external test",
    "failed_tasks": "too many errors in known tasks",
    "no_proof": "no proof in time",
}
_VERDICTS = {"passed": "passed", "open": "not enough known tasks yet", **_BECAUSE}


class CertificatePanel(Panel):
    """A form with every element of a certificate."""

    def __init__(self, acts: Acts, client: Client) -> None:
        super().__init__(acts, say("Record a certificate (H-03)"))
        self._client = client
        self._draw()

    # Private

    def _draw(self, shown: Markup | None = None) -> None:
        scope = field.radios(
            "scope", say("Scope"), [(say(_SCOPES[each]), each) for each in CertificateScope], required=True
        )
        fields = (
            field.text("username", say("User name"), required=True),
            scope,
            field.text("course", say("Course"), required=True),
            field.text("provider", say("Provider"), required=True),
            field.day("passed", say("Passed on"), required=True),
            field.day("expires", say("Expires on"), required=True),
            field.text("correct", say("Right answers in the competency test"), required=True),
            field.text("questions", say("Questions of the test"), required=True),
            field.text("mentor", say("Mentor"), say("Not needed for training in limits.")),
        )
        missing = say("Without one of its elements a certificate counts for nothing.")
        self.place(shown, Form(self.acts, say("Certificate"), fields, say("Record it"), self._send, missing))

    def _send(self, given: Answers) -> None:
        kept = self._client.accounts.certify(NewCertificate(**given))
        words = say("Recorded. It is in force.") if kept.in_force else say("Recorded. It is not in force today.")
        self._draw(element("p", words, role="status"))


class ProficiencyPanel(Panel):
    """Who has proven proficiency, and cases since the last proof of who was suspended."""

    def __init__(self, acts: Acts, client: Client) -> None:
        intro = (say("Only compliance sees these results; colleagues never do (H-09)."),)
        super().__init__(acts, say("Proficiency and cases to look at again (H-04)"), intro)
        self._client = client
        columns = [say("Name"), say("Proven"), say("Next proof by"), say("Known tasks since"), say("State")]
        nobody = say("Nobody holds a certificate that needs proof.")
        self.people = self.listing(say("Proofs of proficiency"), columns, nobody, self.open_person)
        columns = [say("Examiner"), say("Request"), say("Examination"), say("Suspended since"), say("State")]
        nothing = say("No case is to be looked at again.")
        self.cases = self.listing(say("Cases to look at again"), columns, nothing, self.open_case)
        self._show()

    def open_person(self, username: str) -> None:
        """Open one person, to record an external test."""
        person = next(each for each in self.view.people if each.username == username)
        fields: list[Field] = [
            field.text("provider", say("Provider"), required=True),
            field.text("test", say("Test"), required=True),
            field.day("taken_on", say("Taken on"), required=True),
            field.text("correct", say("Right answers"), required=True),
            field.text("questions", say("Questions"), required=True),
        ]
        if person.suspended_since:
            fields += [
                field.text(
                    "supervisor", say("Supervisor of known tasks"), say("While suspended, none come by themselves.")
                ),
                field.text("tasks", say("Known tasks answered under supervision")),
                field.text("wrong", say("Of these, wrong")),
            ]
        form = Form(
            self.acts,
            say("External test of {person}", person=person.display_name),
            fields,
            say("Record and assess"),
            partial(self._record, username),
            say("The service adds the known tasks. A failure suspends this person at once."),
        )
        self.place(_person_facts(person), form)

    def open_case(self, rereview_id: str) -> None:
        """Open one case that is to be looked at again."""
        case = next(each for each in self.view.rereviews if each.id == rereview_id)
        if case.done_at:
            self.place(_case_facts(case))
            return
        answers = [(say("The conclusion is upheld"), True), (say("It is not upheld"), False)]
        fields = (
            field.radios("upheld", say("What it came to"), answers, required=True),
            field.text("reason", say("Who compared again, and what they found"), required=True, rows=3),
        )
        after = say("Where it is not upheld, withdraw what follows from it on the page of the lead.")
        form = Form(
            self.acts, say("Looked at again"), fields, say("Record it"), partial(self._look_again, case.id), after
        )
        self.place(_case_facts(case), form)

    # Private

    def _record(self, username: str, given: Answers) -> None:
        watched = {name: given.get(name) for name in ("supervisor", "tasks", "wrong")}
        test = {name: value for name, value in given.items() if name not in watched}
        supervised = SupervisedTasks.model_validate(watched) if watched["supervisor"] else None
        self._client.proficiency.record(ProficiencyOffered(username=username, supervised=supervised, **test))
        self._show()

    def _look_again(self, rereview_id: str, given: Answers) -> None:
        self._client.proficiency.look_again(rereview_id, RereviewGiven(**given))
        self._show()

    def _show(self) -> None:
        self.view = self._client.proficiency.listed()
        self.people.show((each.username, _person_row(each)) for each in self.view.people)
        self.cases.show((each.id, _case_row(each)) for each in self.view.rereviews)
        self.place()


_SCOPES = {
    CertificateScope.LIMITS: "limits of face recognition",
    CertificateScope.REVIEW: "review of candidates",
    CertificateScope.EXAMINATION: "examination",
}


def _person_row(person: ProficiencyPerson) -> tuple[str, ...]:
    tasks = say("{done} of {needed}", done=person.tasks, needed=person.tasks_needed)
    return person.display_name, day(person.proven_on), day(person.due), tasks, _standing(person)


def _standing(person: ProficiencyPerson) -> str:
    if person.suspended_since:
        return say("suspended: {because}", because=say(_BECAUSE[person.suspended_because]))
    return say("overdue") if person.overdue else say("counts")


def _person_facts(person: ProficiencyPerson) -> Markup:
    pairs = [
        (say("Name"), person.display_name),
        (say("State"), _standing(person)),
        (say("Suspended since"), moment(person.suspended_since)),
        (say("Last assessment"), say(_VERDICTS[person.last_verdict]) if person.last_verdict else say("none")),
    ]
    return facts(pairs)


def _case_row(case: RereviewView) -> tuple[str, ...]:
    return case.examiner, case.request_number, case.examination_number, moment(case.since), _outcome(case)


def _outcome(case: RereviewView) -> str:
    if case.upheld is None:
        return say("waits")
    return say("upheld") if case.upheld else say("not upheld")


def _case_facts(case: RereviewView) -> Markup:
    pairs = [
        (say("Examiner"), case.examiner),
        (say("Occurrence"), case.occurrence_number),
        (say("Request"), case.request_number),
        (say("Why"), say(_BECAUSE[case.because])),
        (say("State"), _outcome(case)),
    ]
    if case.done_at:
        pairs += [(say("Reason"), case.reason), (say("Recorded by"), case.done_by)]
    return facts(pairs)
