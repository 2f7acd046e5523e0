"""A request from the investigator's draft to the approver's decision."""

from dataclasses import dataclass, replace

from gallery.simulated.drawing import Drawn, tile
from gallery.simulation.population import Invented
from gallery.simulation.site import Site
from kernel_lib.wire.casework import ApprovalDecision, RequestDraft

_GROUNDS = (
    "The recording shows this person taking the till out of the shop at {hour} and leaving by the side door.",
    "Two witnesses saw the person on the recording strike the victim beside the bus shelter at {hour}.",
    "The camera over the garage shows this person forcing the rear window of the house at {hour}.",
    "This person is seen on the platform with the bag that was taken from the complainant at {hour}.",
    "The person in the grey jacket holds the knife on the recording of the parking lot at {hour}.",
)
_SOURCES = (
    ("security_camera", "consent"),
    ("security_camera", "production_order"),
    ("police_camera", "police_camera"),
    ("supplied", "supplied"),
    ("seized_device", "warrant"),
)
_ANSWER = "Simulated: asked, weighed against the person's privacy and recorded for this request."


@dataclass(frozen=True)
class Asked:
    """What somebody asks for: in which case, over which picture of whom, for which offence, in which way."""

    service: str
    investigator: str
    occurrence: str
    shown: Invented
    offence: str
    poor: int
    picture: int
    exigent: bool = False
    partner: str = ""
    source: str = ""
    purpose: str = "criminal_investigation"
    told_groups: bool = True

    def again(self, picture: int) -> "Asked":
        """Return the same with another picture of the person, in the same case."""
        return replace(self, picture=picture)


def draft(site: Site, asked: Asked) -> RequestDraft:
    """Return the answers that the investigator types."""
    source, authority = site.chance.choice(_SOURCES)
    hour = f"{site.chance.randint(0, 23):02}:{site.chance.randint(0, 59):02}"
    shown = asked.shown
    groups = {"depicted_sex": shown.sex, "depicted_age_band": shown.age_band, "depicted_race": shown.group}
    return RequestDraft(
        occurrence_number=asked.occurrence,
        offence_id=asked.offence,
        depicted_role="person_of_interest",
        ground=site.chance.choice(_GROUNDS).format(hour=hour),
        protected_activity=False,
        source_type=asked.source or source,
        source_holder="Simulated holder",
        source_obtained_on=site.clock.today,
        source_place="Simulated place",
        source_authority=authority,
        source_declared=True,
        purpose=asked.purpose,
        exigent=asked.exigent,
        exigent_reason="A victim is held and in danger of being killed within hours." if asked.exigent else "",
        undertaking=True,
        partner_galleries=(asked.partner,) if asked.partner else (),
        **(groups if asked.told_groups else {}),
    )


def ask(site: Site, asked: Asked) -> str:
    """Open, fill in and submit a request; return its id. Raises Refused where the service says no."""
    requests = site.client(asked.investigator).requests
    opened = requests.open(draft(site, asked))
    site.minutes(2, 7)
    picture = tile(Drawn(asked.shown.number, asked.picture, asked.poor))
    site.client(asked.investigator).requests.offer_probe(opened.id, "still.png", picture)
    requests.choose_face(opened.id, 0, "The only person on the recording.")
    site.minutes(1, 3)
    requests.plan(opened.id)
    return requests.submit(opened.id).id


def decide(site: Site, approver: str, request_id: str, *, approved: bool, reading: float) -> None:
    """Read a request for so many seconds and decide on it."""
    site.client(approver).requests.get(request_id)
    site.clock.wait(reading)
    reason = "" if approved else "The ground does not say what links this person to the offence."
    reason = reason or "The picture was supplied with its origin, which was checked with the witness."
    decision = ApprovalDecision(
        approved=approved, necessity=_ANSWER, proportionality=_ANSWER, other_means=_ANSWER, reason=reason
    )
    site.client(approver).requests.decide(request_id, decision)
