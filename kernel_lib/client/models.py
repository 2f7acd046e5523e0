"""The routes of face models, one method a route."""

from kernel_lib.client.connection import Connection
from kernel_lib.wire.models import FormerRemoved, ImpactAsked, ImpactView, ModelsView, SwitchAsked

_REPORT_SECONDS = 600


class Models:
    """The model in use, others that are registered, and what a change would do (F-11, W-19)."""

    def __init__(self, connection: Connection) -> None:
        self._ask = connection.ask
        self._send = connection.send

    def held(self) -> ModelsView:
        """Return the registered models, and the reports of one's own service."""
        return self._ask("GET", "/models", ModelsView)

    def report(self, asked: ImpactAsked) -> ImpactView:
        """Reckon what another model would change in past lists, and keep it; for compliance."""
        content, headers = asked.model_dump_json().encode(), {"content-type": "application/json"}
        answer = self._send("POST", "/models/impacts", content=content, headers=headers, timeout=_REPORT_SECONDS)
        return ImpactView.model_validate_json(answer.content)

    def switch(self, model: str) -> ModelsView:
        """Take a registered model into use at the next start; for administrators."""
        return self._ask("POST", "/models/switches", ModelsView, SwitchAsked(model=model))

    def remove_former(self) -> FormerRemoved:
        """Remove the templates of models that were in use before; for administrators."""
        return self._ask("DELETE", "/models/former-templates", FormerRemoved)
