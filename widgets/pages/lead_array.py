"""The photo array of a lead: fillers put beside the person, measured, handed over by a code, and what became of it."""

from collections.abc import Callable
from functools import partial
from typing import Any

import ipywidgets

from kernel_lib.vocabulary import ArrayState, LeadState
from kernel_lib.wire.arrays import ArrayView
from kernel_lib.wire.follow_up import FollowUpView
from widgets.pages.lead_array_markup import array_pictures, array_result, code_told
from widgets.pages.page import html
from widgets.parts import field
from widgets.parts.action import Acts
from widgets.parts.intake import Intake
from widgets.parts.markup import element, joined
from widgets.parts.wording import counted
from widgets.words.language import say, told

_GOING_ON = (LeadState.ACKNOWLEDGED, LeadState.RELIED_ON)


class ArrayPanel:
    """Every array of a lead, the one under way last. `show` gets the follow-up as an act leaves it."""

    def __init__(self, acts: Acts, client: Any, lead_id: str, show: Callable[[FollowUpView], None]) -> None:
        self._acts, self._client, self._lead_id, self._show = acts, client, lead_id, show
        self.source = field.text(
            "source",
            say("Where further fillers come from, and what allows their use"),
            say("At least 20 characters; it stands in the record beside each picture sent after it."),
            rows=2,
        )
        self.intake = Intake()
        self.intake.words = say("Drop the picture of one filler here, or")
        self.intake.when_sent(lambda: acts.run(self.received), self._refused)
        self.box = ipywidgets.VBox([])
        self.box.add_class("lb-photo-array")

    def show(self, view: FollowUpView) -> None:
        """Draw the arrays as they stand."""
        arrays = self._client.arrays
        parts: list[Any] = [html(_heading(view))]
        under_way = next((each for each in view.arrays if each.state is not ArrayState.SEALED), None)
        parts += [html(array_result(each)) for each in view.arrays if each.state is ArrayState.SEALED]
        if view.state in _GOING_ON and under_way is None:
            words = say("Begin a photo array")
            parts.append(self._row(self._acts.button(words, self._act(partial(arrays.prepare, self._lead_id)))))
        elif under_way is not None:
            parts += self._under_way(under_way, changeable=view.state in _GOING_ON)
        self.box.children = parts

    def received(self) -> None:
        """Show the array with the filler that was taken in."""
        self._show(self._client.follow_up.get(self._lead_id))

    def name_source(self, array_id: str) -> None:
        """Send where further fillers come from."""
        if not self.source.answered:
            self._acts.complain({"source": say("Please answer this.")})
            return
        self._show(self._client.arrays.name_source(array_id, self.source.value))

    # Private

    def _under_way(self, array: ArrayView, *, changeable: bool) -> list[Any]:
        parts: list[Any] = [html(array_pictures(array))]
        if array.state is ArrayState.SHOWING:
            said = say(
                "It is being shown by {name}. What the witness says appears here once it is sealed.",
                name=array.administrator,
            )
            return [*parts, html(element("p", said))]
        if not changeable:
            return parts
        arrays, made = self._client.arrays, list[Any]()
        if len(array.fillers) < array.min_fillers:
            propose = self._act(partial(arrays.propose, array.id))
            made.append(self._acts.button(say("Let the service propose fillers"), propose))
        if array.state is ArrayState.PREPARING:
            measure = self._act(partial(arrays.measure, array.id))
            made.append(self._acts.button(say("Measure the array"), measure, primary=True))
        else:
            give = self._act(partial(arrays.give_code, array.id))
            made.append(self._acts.button(say("Make a code for whoever shows it"), give, primary=True))
        parts += [html(code_told(array)), self._row(*made), self._row(*self._take_out(array)), *self._sending(array)]
        return parts

    def _take_out(self, array: ArrayView) -> list[Any]:
        found = []
        for each in array.fillers:
            take_out = self._act(partial(self._client.arrays.take_out, array.id, each.number))
            button = self._acts.button(say("Take out filler {number}", number=each.number), take_out)
            button.add_class("lb-button--small")
            found.append(button)
        return found

    def _sending(self, array: ArrayView) -> list[Any]:
        self._acts.know(self.source)
        named = self._acts.button(say("Keep this source"), partial(self.name_source, array.id))
        parts: list[Any] = [self.source.box, self._row(named)]
        if array.upload_source and len(array.fillers) < array.most_fillers:
            self.intake.address = f"/leadbook/arrays/{array.id}/fillers"
            kept = element("p", say("Source of what is sent now:"), " ", array.upload_source, class_="lb-quiet")
            parts += [html(kept), self.intake]
        return parts

    def _act(self, ask: Callable[[], FollowUpView]) -> Callable[[], None]:
        return lambda: self._show(ask())

    def _row(self, *buttons: Any) -> Any:
        row = ipywidgets.HBox(list(buttons))
        row.add_class("lb-actions")
        row.add_class("lb-actions--even")
        return row

    def _refused(self, error: Exception) -> None:
        def again() -> None:
            raise error

        self._acts.run(again)


def _heading(view: FollowUpView) -> Any:
    rule = say(
        "At least {fillers}. The service measures each picture against each other and refuses one that stands out and "
        "near-twins. Somebody without part in the case shows them, one by one.",
        fillers=counted(view.min_fillers, "filler"),
    )
    return joined(
        (
            element("h2", say("Photo array for a witness"), tabindex=-1),
            element("p", element("strong", say("Warning.")), " ", told(view.filler_warning)),
            element("p", rule),
        )
    )
