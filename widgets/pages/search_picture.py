"""The picture of a request and the one face in it that is to be searched."""

import ipywidgets

from kernel_lib.wire.casework import FaceView, ProbeView
from widgets.pages.page import html
from widgets.parts import field
from widgets.parts.faces import FacePicker, picture_of, worst
from widgets.parts.intake import Intake
from widgets.parts.markup import Markup, bullets, element, facts, joined, picture, picture_address
from widgets.parts.quality import quality
from widgets.parts.wording import VERDICTS, counted, size
from widgets.words.language import say


class PictureStep:
    """Drop zone, and what is known of the picture that was taken in."""

    def __init__(self) -> None:
        self.intake = Intake()
        self._facts = html("")
        self.box = ipywidgets.VBox([self.intake, self._facts])

    def show(self, request_id: str, probe: ProbeView | None, *, frozen: bool = False) -> None:
        """Show where to send the picture, and the facts of the one that is there."""
        self.intake.address = f"/leadbook/requests/{request_id}/probe"
        self.intake.words = (
            say("Drop another picture or video here to replace this one, or")
            if probe
            else say("Drop the crime-scene picture or a short video here, or")
        )
        self._facts.value = _taken_in(probe) if probe else element("p", say("No picture yet."), class_="lb-quiet")
        self.box.children = [self._facts] if frozen else [self.intake, self._facts]


class FaceStep:
    """The framed faces, the findings of the chosen one, and why that one."""

    def __init__(self) -> None:
        self.picker = FacePicker()
        self.why = field.text(
            "why",
            say("Why this face"),
            say("What in the ground tells this person from the others in the picture (A-20)."),
            required=True,
            rows=2,
        )
        self._findings = html("")
        self._probe: ProbeView | None = None
        self.box = ipywidgets.VBox([self.picker, self._findings, self.why.box])
        self.picker.add_class("lb-at-face")
        self.picker.observe(lambda _: self._describe(), "chosen")

    def show(self, probe: ProbeView, *, frozen: bool = False) -> None:
        """Draw the probe's faces; a choice made before is kept."""
        self._probe = probe
        kept = self.picker.chosen
        same = self.picker.picture == picture_address(picture_of(probe))
        self.picker.show(probe)
        if probe.chosen_face is None and same and kept >= 0:
            self.picker.chosen = kept
        self.why.value = self.why.value or probe.chosen_why
        self.picker.locked = self.why.disabled = frozen
        self._describe()

    @property
    def face(self) -> FaceView | None:
        """The face that is framed as chosen."""
        faces = self._probe.faces if self._probe else ()
        return next((face for face in faces if face.index == self.picker.chosen), None)

    def _describe(self) -> None:
        if self._probe is None:
            return
        self._findings.value = _described(self._probe, self.face)


def face_facts(face: FaceView) -> Markup:
    """Return a face with its findings beside it."""
    verdict = worst(face)
    state = say("This face can be searched.") if face.searchable else say("This face cannot be searched (A-18).")
    words = [
        element("h3", say("Face {index}: {verdicts}", index=face.index + 1, verdicts=VERDICTS[verdict])),
        element("p", state),
        quality(face.findings),
    ]
    shown = picture(face.picture, say("Probe, face {index}", index=face.index + 1), "lb-crop")
    return element(
        "div", element("div", shown, class_="lb-mount lb-crop-mount"), element("div", *words), class_="lb-face-facts"
    )


def _described(probe: ProbeView, face: FaceView | None) -> Markup:
    found = counted(len(probe.faces), "face")
    if not probe.faces:
        return element(
            "p",
            say("No face was found. Turn or brighten the picture and send it again, or choose another."),
            class_="lb-empty",
        )
    if face is None:
        return element(
            "p",
            say("{found} found. Choose the one to be searched; nobody chooses for you.", found=found),
            class_="lb-quiet",
        )
    return joined((face_facts(face),))


def _taken_in(probe: ProbeView) -> Markup:
    pairs = (
        (say("Name"), probe.filename),
        (say("Size"), size(probe.bytes)),
        (say("Kind"), probe.format),
        (say("Dimensions"), say("{width} × {height} pixels", width=probe.width, height=probe.height)),
        (say("SHA-256 begins"), probe.sha256[:16]),
        (say("Faces found"), str(len(probe.faces))),
    )
    shown = element("div", picture(picture_of(probe), say("Probe"), "lb-preview"), class_="lb-mount lb-preview-mount")
    notes = joined((element("h3", say("Notes")), bullets(probe.notes))) if probe.notes else ""
    return element("div", shown, element("div", facts(pairs), notes), class_="lb-taken-in")
