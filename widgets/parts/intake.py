"""The drop zone for a probe. The browser sends the file to the dashboards server; Python only hears that it was."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import anywidget
import traitlets
from pydantic import ValidationError

from kernel_lib.errors import Refused, ServiceUnreachable, SignInRequired
from kernel_lib.wire.model import RefusalReply
from widgets.parts.static import module


class Intake(anywidget.AnyWidget):
    """A drop zone and a button. `address` is where the browser posts the picture."""

    _esm = module("intake")
    address = traitlets.Unicode("").tag(sync=True)
    words = traitlets.Unicode("Drop the crime-scene picture or a short video here, or").tag(sync=True)

    def when_sent(self, received: Callable[[], object], refused: Callable[[Exception], object]) -> None:
        """Call `received` when a picture was taken in, or `refused` with the service's reason.

        The reason is only shown: what holds is what the service says when the request is read again.
        """

        def hear(_widget: object, content: dict[str, Any], _buffers: object) -> None:
            if content.get("event") == "received":
                received()
            elif content.get("event") == "refused":
                refused(_reason(content))

        self.on_msg(hear)


def _reason(content: dict[str, Any]) -> Exception:
    try:
        reply = RefusalReply.model_validate_json(str(content.get("reply", "")))
    except ValidationError:
        return ServiceUnreachable("upload: expected a reply of the service, got something else; send the picture again")
    kind = SignInRequired if content.get("status") == HTTPStatus.UNAUTHORIZED else Refused
    return kind(reply.rule, reply.reason, reply.next_step, fields=reply.fields, reference=reply.reference)
