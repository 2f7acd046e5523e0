"""A question with its label, hint and message: text, choice, date, yes or no."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import ipywidgets

from widgets.parts.markup import element
from widgets.words.language import say, told


class Field:
    """One question. `value` is the answer, `error` the message shown under it, `box` what a page places.

    The label, the hint and the message are joined to the control in the browser by `Conduct`.
    """

    def __init__(self, name: str, control: Any, hint: str = "", *, required: bool = False, empty: Any = "") -> None:
        self.name = name
        self.control = control
        self.required = required
        self._empty = empty
        self._error = ""
        self._hint = ipywidgets.HTML(element("span", hint, class_="lb-hint") if hint else "")
        self._message = ipywidgets.HTML("")
        self.box = ipywidgets.VBox([control, self._hint, self._message])
        for name_of_class in ("lb-field", f"lb-at-{name}", *(("lb-required",) if required else ())):
            self.box.add_class(name_of_class)

    @property
    def label(self) -> str:
        """The question's words."""
        return str(self.control.description).removesuffix(say("{label} (required)", label=""))

    @property
    def value(self) -> Any:
        """The answer, or the field's empty value."""
        value = self.control.value
        if isinstance(value, str):
            return value.strip()
        return self._empty if value is None else value

    @value.setter
    def value(self, value: Any) -> None:
        self.control.value = value

    @property
    def answered(self) -> bool:
        """Whether there is an answer."""
        return self.value not in ("", None, False, ())

    @property
    def error(self) -> str:
        """The message under the field; empty when there is none."""
        return self._error

    @error.setter
    def error(self, message: str) -> None:
        self._error = message = told(message)
        self._message.value = element("span", message, class_="lb-field-error") if message else ""
        (self.box.add_class if message else self.box.remove_class)("lb-field--refused")

    def hint(self, text: str) -> None:
        """Change the hint."""
        self._hint.value = element("span", text, class_="lb-hint")

    @property
    def disabled(self) -> bool:
        """Whether the answer can be changed."""
        return bool(self.control.disabled)

    @disabled.setter
    def disabled(self, value: bool) -> None:
        self.control.disabled = value


def text(name: str, label: str, hint: str = "", *, required: bool = False, rows: int = 0) -> Field:
    """Return a field of one line, or of several when `rows` is given."""
    label = _labelled(label, required=required)
    control = ipywidgets.Textarea(description=label, rows=rows) if rows else ipywidgets.Text(description=label)
    return Field(name, control, hint, required=required)


def choice(name: str, label: str, hint: str = "", *, required: bool = False) -> Field:
    """Return a drop-down; give it choices by `offer`. Its empty value is an empty text."""
    control = ipywidgets.Dropdown(description=_labelled(label, required=required), options=[(say("Please choose"), "")])
    return Field(name, control, hint, required=required)


def several(name: str, label: str, hint: str = "", *, required: bool = False) -> Field:
    """Return a list of which any number may be chosen; give it choices by `offer`. Its empty value is ()."""
    control = ipywidgets.SelectMultiple(description=_labelled(label, required=required), options=[])
    return Field(name, control, hint, required=required, empty=())


def radios(
    name: str, label: str, options: Sequence[tuple[str, Any]], hint: str = "", *, required: bool = False
) -> Field:
    """Return a group of radio buttons with nothing chosen."""
    control = ipywidgets.RadioButtons(
        description=_labelled(label, required=required),
        options=[(told(title), value) for title, value in options],
        value=None,
    )
    return Field(name, control, hint, required=required, empty=None)


def day(name: str, label: str, hint: str = "", *, required: bool = False) -> Field:
    """Return a date; its empty value is None."""
    control = ipywidgets.DatePicker(description=_labelled(label, required=required), value=None)
    return Field(name, control, hint, required=required, empty=None)


def tick(name: str, label: str, hint: str = "", *, required: bool = False) -> Field:
    """Return a box to tick."""
    control = ipywidgets.Checkbox(description=_labelled(label, required=required), value=False, indent=False)
    return Field(name, control, hint, required=required, empty=False)


def offer(field: Field, options: Sequence[tuple[str, Any]]) -> None:
    """Give a drop-down or a radio group its choices and keep the answer when it is still among them."""
    kept = field.value
    dropdown = isinstance(field.control, ipywidgets.Dropdown)
    titled = [(told(title), value) for title, value in options]
    listed = [(say("Please choose"), ""), *titled] if dropdown else titled
    field.control.options = listed
    values = [value for _, value in listed]
    if isinstance(field.control, ipywidgets.SelectMultiple):
        field.control.value = tuple(each for each in kept if each in values)
        return
    field.control.value = kept if kept in values else ("" if dropdown else None)


def as_date(value: object) -> date | None:
    """Return a date as such, anything else as None."""
    return value if isinstance(value, date) else None


def _labelled(label: str, *, required: bool) -> str:
    return say("{label} (required)", label=label) if required else label
