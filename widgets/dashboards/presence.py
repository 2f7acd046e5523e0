"""Small questions that a page asks while it is open."""

import json

from widgets.dashboards.guard import Guard


class Alive(Guard):
    """A page says that its reader is there; asking the service for the person prolongs the session."""

    async def post(self) -> None:
        """Answer whether the page's kernel still runs."""
        kernel_id = self.get_body_argument("kernel", "")
        running = self.settings["kernel_manager"].belongs_to(kernel_id, self.secret)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps({"kernel": running}))


class Status(Guard):
    """The line at the foot of each page."""

    async def get(self) -> None:
        """Answer the service's status."""
        status = await self.sessions.ask(self.secret, lambda client: client.status())
        self.set_header("Content-Type", "application/json")
        told = status.model_copy(update={"stopped": tuple(map(self.words.told, status.stopped))})
        self.finish(told.model_dump_json())


class Nothing(Guard):
    """Every address that no route knows. Without a session it tells nothing, not even that."""

    async def get(self) -> None:
        """Say that there is nothing here."""
        self.send_error(404)

    head = post = put = delete = patch = options = get
