"""The probe with its faces framed; a person chooses the one to be searched (A-20)."""

import anywidget
import traitlets

from kernel_lib.vocabulary import Verdict
from kernel_lib.wire.casework import FaceView, ProbeView
from widgets.parts.markup import picture_address
from widgets.parts.static import module
from widgets.parts.wording import counted
from widgets.words.language import say


class FacePicker(anywidget.AnyWidget):
    """Faces by index; `chosen` is -1 while none is chosen. The service checks the choice again."""

    _esm = module("faces")
    picture = traitlets.Unicode("").tag(sync=True)
    alternative = traitlets.Unicode("Probe").tag(sync=True)
    width = traitlets.Int(1).tag(sync=True)
    height = traitlets.Int(1).tag(sync=True)
    faces = traitlets.List(traitlets.Dict()).tag(sync=True)
    chosen = traitlets.Int(-1).tag(sync=True)
    locked = traitlets.Bool(default_value=False).tag(sync=True)

    def show(self, probe: ProbeView, *, only_chosen: bool = False) -> None:
        """Draw a probe with all its faces, or only with the chosen one."""
        listed = [face for face in probe.faces if not only_chosen or face.index == probe.chosen_face]
        with self.hold_sync():
            self.width, self.height = probe.width, probe.height
            self.picture = picture_address(picture_of(probe))
            self.alternative = say("Probe with {count}", count=counted(len(listed), "framed face"))
            self.faces = [_drawn(face) for face in listed]
            self.chosen = -1 if probe.chosen_face is None else probe.chosen_face


def picture_of(probe: ProbeView) -> str:
    """The path of a probe's picture; another one after a change, or the browser would go on showing the one before."""
    return f"{probe.picture}?v={probe.sha256[:16]}"


def worst(face: FaceView) -> Verdict:
    """Return the worst verdict of a face."""
    verdicts = {finding.verdict for finding in face.findings}
    if not face.searchable or Verdict.REFUSED in verdicts:
        return Verdict.REFUSED
    return Verdict.CAUTION if Verdict.CAUTION in verdicts else Verdict.OK


def _drawn(face: FaceView) -> dict[str, object]:
    verdict = worst(face)
    words = {
        Verdict.OK: say("within limits"),
        Verdict.CAUTION: say("with cautions"),
        Verdict.REFUSED: say("cannot be searched"),
    }
    return {"index": face.index, "box": list(face.box), "verdict": verdict.value, "words": words[verdict]}
