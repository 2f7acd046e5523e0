"""Shows a page: the frame at once, then the notebook as its kernel runs it."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

import nbformat
from nbformat import NotebookNode
from tornado.iostream import StreamClosedError
from voila.notebook_renderer import NotebookRenderer
from voila.utils import get_page_config

from kernel_lib.errors import LeadbookError
from kernel_lib.wire.who import AccountView
from kernel_lib.words.language import Words
from widgets.dashboards.guard import Guard
from widgets.dashboards.kernels import Asker, PersonalKernels
from widgets.dashboards.pages import Page, pages_for
from widgets.dashboards.refusals import refusal_of, status_of
from widgets.dashboards.templates import in_words
from widgets.words.scripts import script_words


class PageNotebook(NotebookRenderer):  # type: ignore[misc]  # voila ships no types
    """Renders a notebook that ships with the product, read from its folder and from nowhere else."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        super().__init__(**settings)
        self._folder = folder

    async def load_notebook(self, path: str) -> NotebookNode:
        """Read the notebook and give it the one kernel there is."""
        read: NotebookNode = nbformat.read(self._folder / path, as_version=4)  # type: ignore[no-untyped-call]  # untyped
        fixed: NotebookNode = await self.fix_notebook(read)
        return fixed


class PageHandler(Guard):
    """One page of the table. The notebook is fixed by the route, never by the request."""

    def initialize(self, page: Page, voila: Any) -> None:
        """Take the page and the application it belongs to."""
        self.page = page
        self._voila = voila
        self._kernel_id = str(uuid4())
        self._shown = False

    @property
    def _kernels(self) -> PersonalKernels:
        kernels: PersonalKernels = self.settings["kernel_manager"]
        return kernels

    async def get(self) -> None:
        """Write the frame, start the kernel, run the notebook, and write what it shows.

        The kernel starts while the frame is being painted. When it cannot start, the page says so in its place.
        """
        page = self.page
        if page is None or self.person is None:
            raise LookupError(f"page handler for {self.request.path}: expected a page and a person, got none")
        asker = Asker(secret=self.secret, page=page.name, query=str(self.request.query), language=self.words.language)
        start = asyncio.ensure_future(self._start(asker))
        renderer = self._renderer(page, self.person)
        await renderer.initialize()
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        try:
            async for html, _ in renderer.generate_content_generator(self._kernel_id, start):
                self.write(html)
                await self.flush()
        except StreamClosedError:
            self._kernels.end(self._kernel_id)
        except (LeadbookError, RuntimeError) as error:
            self._say_failed(error)
        finally:
            await asyncio.wait([start])
        self._shown = True

    def on_connection_close(self) -> None:
        """End the kernel when the person left before the page was there: no beacon will come."""
        if not self._shown:
            self._kernels.end(self._kernel_id)

    async def _start(self, asker: Asker) -> Any:
        await self._kernels.start_kernel(kernel_id=self._kernel_id, asker=asker)
        return self._kernels.get_kernel(self._kernel_id)

    def _say_failed(self, error: BaseException) -> None:
        self._kernels.end(self._kernel_id)
        refusal = refusal_of(status_of(error, 500), error)
        self.write(self.rendered("failed.html.j2", refusal=refusal, path=self.request.path))

    def _renderer(self, page: Page, person: AccountView) -> PageNotebook:
        voila = self._voila
        configuration = voila.voila_configuration
        settings = self.settings
        config = get_page_config(
            base_url=voila.base_url, settings=settings, log=voila.log, voila_configuration=configuration
        )
        return PageNotebook(
            Path(voila.root_dir),
            request_handler=self,
            voila_configuration=configuration,
            traitlet_config=voila.config,
            notebook_path=page.notebook,
            template_paths=voila.template_paths,
            config_manager=settings["config_manager"],
            contents_manager=settings["contents_manager"],
            base_url=voila.base_url,
            kernel_spec_manager=settings["kernel_spec_manager"],
            page_config=config | {"leadbook": self._frame(page, person)},
        )

    def _frame(self, page: Page, person: AccountView) -> dict[str, Any]:
        query = str(self.request.query)
        given = {"back": f"{page.path}?{query}" if query else page.path, "words": script_words(self.words.language)}
        return _framed(page, person, self.words) | in_words(self.words) | given


def _framed(page: Page, person: AccountView, words: Words) -> dict[str, Any]:
    return {
        "title": words.told(page.title),
        "path": page.path,
        "faces": page.faces,
        "service": person.service_name,
        "person": person.display_name,
        "roles": ", ".join(words.told(role.value.replace("_", " ")) for role in person.roles),
        "pages": [(each.path, words.told(each.title)) for each in pages_for(person.roles)],
    }
