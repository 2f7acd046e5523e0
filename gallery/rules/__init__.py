"""Rules in force, as one frozen value: what may be done by whom, enrolled, asked for, said and disclosed."""

from dataclasses import dataclass

from gallery.rules.alerts import AlertRules
from gallery.rules.assessment import AssessmentRules
from gallery.rules.breach import BreachRules
from gallery.rules.casework import CaseworkRules
from gallery.rules.control import ControlRules
from gallery.rules.cubes import CubeRules
from gallery.rules.destruction import DestructionRules
from gallery.rules.disclosure import DisclosureRules
from gallery.rules.editing import EditingRules
from gallery.rules.eligibility import EligibilityRules
from gallery.rules.enrolment import EnrolmentRules
from gallery.rules.evaluation import EvaluationRules
from gallery.rules.figures import FigureRules
from gallery.rules.follow_up import FollowUpRules
from gallery.rules.letters import LetterRules
from gallery.rules.pilot import PilotRules
from gallery.rules.publication import PublicationRules
from gallery.rules.review import ReviewRules
from gallery.rules.rights import RightsRules
from gallery.rules.sharing import SharingRules
from gallery.rules.staff_check import StaffCheckRules
from gallery.rules.typeten import TypeTenRules
from gallery.rules.who import WhoRules
from gallery.rules.wrongdoing import WrongdoingRules


@dataclass(frozen=True)
class Rules:
    """All rules, read once when a process starts."""

    who: WhoRules
    enrolment: EnrolmentRules
    typeten: TypeTenRules
    eligibility: EligibilityRules
    casework: CaseworkRules
    destruction: DestructionRules
    disclosure: DisclosureRules
    editing: EditingRules
    control: ControlRules
    follow_up: FollowUpRules
    figures: FigureRules
    review: ReviewRules
    publication: PublicationRules
    staff_check: StaffCheckRules
    sharing: SharingRules
    evaluation: EvaluationRules
    rights: RightsRules
    letters: LetterRules
    alerts: AlertRules
    cubes: CubeRules
    assessment: AssessmentRules
    pilot: PilotRules
    breach: BreachRules
    wrongdoing: WrongdoingRules

    @classmethod
    def load(cls) -> "Rules":
        """Read every rule file. Raises SettingsError with the file and the value at fault."""
        return cls(
            who=WhoRules.load(),
            enrolment=EnrolmentRules.load(),
            typeten=TypeTenRules.load(),
            eligibility=EligibilityRules.load(),
            casework=CaseworkRules.load(),
            destruction=DestructionRules.load(),
            disclosure=DisclosureRules.load(),
            editing=EditingRules.load(),
            control=ControlRules.load(),
            follow_up=FollowUpRules.load(),
            figures=FigureRules.load(),
            review=ReviewRules.load(),
            publication=PublicationRules.load(),
            staff_check=StaffCheckRules.load(),
            sharing=SharingRules.load(),
            evaluation=EvaluationRules.load(),
            rights=RightsRules.load(),
            letters=LetterRules.load(),
            alerts=AlertRules.load(),
            cubes=CubeRules.load(),
            assessment=AssessmentRules.load(),
            pilot=PilotRules.load(),
            breach=BreachRules.load(),
            wrongdoing=WrongdoingRules.load(),
        )
