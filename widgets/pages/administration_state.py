"""The state of the installation on the page of administration: sessions, keys, backups, jobs, evaluation."""

from functools import partial

from kernel_lib.client import Client
from kernel_lib.wire.administration import AdministrationView, SessionView
from widgets.pages.panel import Panel
from widgets.parts.action import Acts
from widgets.parts.form import Answers, Form
from widgets.parts.markup import Markup, element, facts, joined, table
from widgets.parts.wording import moment
from widgets.words.language import say, told


class StatePanel(Panel):
    """Open sessions, each of which can be ended, and below them the state of everything else."""

    def __init__(self, acts: Acts, client: Client) -> None:
        super().__init__(acts, say("State of the installation"))
        self._client = client
        columns = [say("Name"), say("Workstation"), say("Since"), say("Last used")]
        self.sessions = self.listing(say("Open sessions"), columns, say("Nobody is signed in."), self.open)
        self._show()

    def open(self, session_id: str) -> None:
        """Open one session."""
        session = next(each for each in self.view.sessions if each.id == session_id)
        if session.own:
            self.place(_state(self.view))
            return
        warning = say("Whoever works in it loses what was not saved. Their account stays open.")
        end = Form(
            self.acts,
            say("Session of {person}", person=session.display_name),
            (),
            say("End this session"),
            partial(self._end, session_id),
            warning,
        )
        self.place(_state(self.view), end)

    # Private

    def _end(self, session_id: str, _given: Answers) -> None:
        self._client.administration.end_session(session_id)
        self._show()

    def _show(self) -> None:
        self.view = self._client.administration.view()
        self.sessions.show((each.id, _row(each)) for each in self.view.sessions)
        self.place(_state(self.view))


def _row(session: SessionView) -> tuple[str, ...]:
    name = say("{person} (you)", person=session.display_name) if session.own else session.display_name
    return name, session.workstation, moment(session.started_at), moment(session.last_seen_at)


def _state(view: AdministrationView) -> Markup:
    made = (
        moment(view.backup_made_at)
        if view.backup_made_at
        else say("none among the latest {count}", count=view.looked_back)
    )
    pairs = [
        (say("Last backup (entries looked at)"), made),
        (say("Last backup read again"), moment(view.backup_verified_at)),
        (say("Evaluation of the model"), moment(view.evaluated_at)),
        (say("Model in use"), view.model),
        (say("Accounts"), ", ".join(f"{told(name)} {count}" for name, count in view.accounts_by_state.items())),
        (say("Jobs"), ", ".join(f"{told(each.name)}: {told(each.state)}" for each in view.jobs) or say("none")),
        (say("Roles that wait"), str(sum(each.approved is None for each in view.role_changes))),
    ]
    keys = [
        (each.name, say("only the service") if each.private else say("OTHERS CAN READ IT"), moment(each.made_at))
        for each in view.keys
    ]
    shown = table(say("Keys"), (say("Key"), say("Can be read by"), say("Made")), keys, headed=True)
    return joined((element("h3", say("Installation")), facts(pairs), element("h3", say("Keys")), shown))
