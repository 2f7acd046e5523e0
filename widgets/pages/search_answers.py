"""The answers of a request: the case, and where the picture comes from and why it may be searched."""

from collections.abc import Sequence
from typing import Any

import ipywidgets

from kernel_lib.wire.casework import ChoiceView, IntakeForm, RequestDraft, RoleView
from widgets.pages.page import html
from widgets.parts import field
from widgets.parts.field import Field
from widgets.parts.markup import Markup, element, joined
from widgets.words.language import say, told

CASE = (
    "occurrence_number",
    "offence_id",
    "depicted_role",
    "role_statement",
    "purpose",
    "partner_galleries",
    "protected_activity",
    "exigent",
    "exigent_reason",
)
SOURCE = (
    "source_type",
    "source_holder",
    "source_obtained_on",
    "source_place",
    "source_authority",
    "ground",
    "person_described",
    "source_declared",
    "undertaking",
    "depicted_sex",
    "depicted_age_band",
    "depicted_race",
)
GROUPS = SOURCE[-3:]
_LISTS = ("offence_id", "depicted_role", "purpose", "source_type", "source_authority", *GROUPS)


class Answers:
    """The fields of `RequestDraft`, in two groups. `draft` gathers them, `show` fills them."""

    def __init__(self) -> None:
        self.fields: dict[str, Field] = {made.name: made for made in (*_case_fields(), *_source_fields())}
        self._closed_offences = html("")
        self._closed_sources = html("")
        self._closed_roles = html("")
        self._closed_purposes = html("")
        self._closed_partners = html("")
        self._roles: dict[str, RoleView] = {}
        self.case_box = ipywidgets.VBox(
            [
                *self._boxes(CASE[:2]),
                self._closed_offences,
                *self._boxes(CASE[2:3]),
                self._closed_roles,
                *self._boxes(CASE[3:5]),
                self._closed_purposes,
                *self._boxes(CASE[5:6]),
                self._closed_partners,
                *self._boxes(CASE[6:]),
            ]
        )
        self.source_box = ipywidgets.VBox(
            [
                *self._boxes(SOURCE[:1]),
                self._closed_sources,
                *self._boxes(SOURCE[1:-3]),
                html(element("h3", say("For statistics only"))),
                html(
                    element(
                        "p",
                        say(
                            "Published as counts, so that everybody can see whom this falls on. Nobody who approves or "
                            "examines sees it, and nothing is searched by it."
                        ),
                    )
                ),
                *self._boxes(GROUPS),
            ]
        )
        for name in ("depicted_role", "exigent"):
            self.fields[name].control.observe(lambda _: self._ask_what_follows(), "value")
        self._ask_what_follows()

    def offer(self, form: IntakeForm) -> None:
        """Give the lists their choices; what is closed is told apart with its reason, and cannot be chosen."""
        fields = self.fields
        open_offences = [(f"{told(each.title)} ({told(each.statute)})", each.id) for each in form.offences if each.open]
        field.offer(fields["offence_id"], open_offences)
        self._roles = {role.id: role for role in form.depicted_roles}
        field.offer(fields["depicted_role"], _open(form.depicted_roles))
        field.offer(fields["purpose"], _open(form.purposes))
        field.offer(fields["source_type"], _open(form.source_types))
        for group in form.groups:
            field.offer(fields[group.field], _open(group.choices))
        field.offer(fields["partner_galleries"], _open(form.partners))
        fields["partner_galleries"].box.layout.display = None if _open(form.partners) else "none"
        waiting = [(told(each.title), _why(each)) for each in form.partners if not each.open]
        self._closed_partners.value = _closed(say("Partner galleries that may not be searched yet"), waiting)
        field.offer(fields["source_authority"], _open(form.authorities))
        fields["occurrence_number"].hint(
            say(
                "As in your records system, for example {occurrence_example}.",
                occurrence_example=form.occurrence_example,
            )
        )
        fields["offence_id"].hint(
            say("List of offences, version {offences_version}.", offences_version=form.offences_version)
        )
        fields["exigent"].hint(
            say(
                "It is then searched before it is approved. Its result is locked when no approval follows "
                "within {exigent_hours} hours (A-12).",
                exigent_hours=form.exigent_hours,
            )
        )
        fields["ground"].hint(
            say(
                "What makes you believe that this person took part, in your own words; at least "
                "{ground_min_length} characters.",
                ground_min_length=form.ground_min_length,
            )
        )
        roles = [(told(each.title), _why(each)) for each in form.depicted_roles if not each.open]
        self._closed_roles.value = _closed(say("Persons who may not be searched for"), roles)
        refused = [(told(each.title), _why(each)) for each in form.purposes if not each.open]
        self._closed_purposes.value = _closed(say("Purposes for which no search is made"), refused)
        self._ask_what_follows()
        closed = [(told(each.title), told(each.note)) for each in form.offences if not each.open]
        self._closed_offences.value = _closed(say("Offences that may not be searched for"), closed)
        shut = [(told(each.title), _why(each)) for each in form.source_types if not each.open]
        self._closed_sources.value = _closed(say("Pictures that may not be searched"), shut)

    def show(self, draft: RequestDraft) -> None:
        """Fill the fields with answers given before."""
        for name, answer in self.fields.items():
            value = getattr(draft, name)
            if name in _LISTS:
                known = {each for _, each in answer.control.options}
                value = value if value in known else _nothing(answer)
            elif name == "partner_galleries":
                value = tuple(each for each in value if each in {one for _, one in answer.control.options})
            answer.value = value

    def draft(self) -> RequestDraft:
        """Return the answers as they stand. Raises pydantic's ValidationError for a text that is too long."""
        return RequestDraft(**{name: _plain(answer) for name, answer in self.fields.items()})

    def missing(self, names: tuple[str, ...]) -> list[str]:
        """Return the required fields among these that have no answer."""
        return [name for name in names if self._needed(name) and not self._given(name)]

    def freeze(self) -> None:
        """Let nothing be changed any more."""
        for answer in self.fields.values():
            answer.disabled = True

    def _given(self, name: str) -> bool:
        return self.fields[name].answered or (name == "protected_activity" and self.fields[name].value is False)

    @property
    def _role(self) -> RoleView | None:
        return self._roles.get(str(self.fields["depicted_role"].value))

    def _needed(self, name: str) -> bool:
        """Whether a question must be answered, given the depicted role and the urgency."""
        role = self._role
        if name == "offence_id":
            return role is None or role.offence_needed
        if name == "role_statement":
            return role is not None and bool(role.asks)
        if name == "exigent_reason":
            return bool(self.fields["exigent"].value)
        return self.fields[name].required

    def _ask_what_follows(self) -> None:
        """Show the questions that the role and the urgency ask for, and hide the others."""
        role = self._role
        for name in ("role_statement", "exigent_reason"):
            self.fields[name].box.layout.display = None if self._needed(name) else "none"
        self.fields["role_statement"].hint(told(role.asks) if role else "")
        note = role.note if role else say("Each role has rules of its own (A-07).")
        self.fields["depicted_role"].hint(note)

    def _boxes(self, names: tuple[str, ...]) -> list[Any]:
        return [self.fields[name].box for name in names]


def _case_fields() -> tuple[Field, ...]:
    yes_no = ((say("Yes"), True), (say("No"), False))
    return (
        field.text("occurrence_number", say("Occurrence number"), required=True),
        field.choice("offence_id", say("Offence under investigation"), required=True),
        field.choice("depicted_role", say("What the depicted person is to the event"), required=True),
        field.text("role_statement", say("What the rules ask for this person (required)"), rows=3),
        field.choice("purpose", say("What the search is for"), required=True),
        field.several(
            "partner_galleries",
            say("Galleries of partners to be searched as well"),
            say("Only under an agreement in force; the stricter rule of both services holds (G-02, G-03)."),
        ),
        field.radios(
            "protected_activity",
            say("Does the picture show a protest, an assembly, a place of worship or another protected activity?"),
            yes_no,
            say("A yes needs an approver above the ordinary one (A-09)."),
            required=True,
        ),
        field.tick("exigent", say("Urgent: somebody's death or serious harm is imminent")),
        field.text("exigent_reason", say("Which harm is imminent (required)"), say("In your own words."), rows=3),
    )


def _source_fields() -> tuple[Field, ...]:
    return (
        field.choice("source_type", say("Kind of source"), required=True),
        field.text(
            "source_holder", say("Who gave the picture"), say("Organisation or role; no name is needed."), required=True
        ),
        field.day("source_obtained_on", say("Obtained on"), required=True),
        field.text("source_place", say("Where it was taken"), required=True),
        field.choice("source_authority", say("Authority to have it"), required=True),
        field.text("ground", say("Ground for the search"), required=True, rows=5),
        field.text(
            "person_described",
            say("Description of the person, if somebody or a recording gives one"),
            say("Height, build, age, marks. It must be compared before a lead goes out (D-07)."),
            rows=3,
        ),
        field.tick(
            "source_declared", say("I declare that this picture was lawfully obtained as stated"), required=True
        ),
        field.tick(
            "undertaking",
            say("I undertake that this picture shows neither me nor family, a colleague or a public figure"),
            required=True,
        ),
        field.choice("depicted_sex", say("Sex, as you perceive it")),
        field.choice("depicted_age_band", say("Age, as you perceive it")),
        field.choice("depicted_race", say("Racialised group, as you perceive it")),
    )


def _open(choices: Sequence[ChoiceView]) -> list[tuple[str, str]]:
    return [(told(each.title), each.id) for each in choices if each.open]


def _why(choice: ChoiceView) -> str:
    return f"{told(choice.note)} ({choice.rule})" if choice.rule else told(choice.note)


def _closed(heading: str, lines: list[tuple[str, str]]) -> Markup:
    if not lines:
        return Markup("")
    items = [element("li", element("strong", title), joined((": ", why)) if why else "") for title, why in lines]
    return element("details", element("summary", heading), element("ul", *items), class_="lb-details")


def _nothing(answer: Field) -> Any:
    return "" if isinstance(answer.control, ipywidgets.Dropdown) else None


def _plain(answer: Field) -> Any:
    value = answer.value
    if isinstance(answer.control, ipywidgets.Dropdown):
        return value or ""
    return value
