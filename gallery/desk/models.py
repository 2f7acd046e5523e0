"""What another face model would change, told before it is taken into use; and taking it into use (F-11, W-19)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from audits.events import ModelChanged, ModelImpactFiled, ModelsViewed
from gallery.assessment.amending import demand_amended, open_for
from gallery.assessment.watched import MODEL
from gallery.authority import Person
from gallery.casework.means import Casework
from gallery.desk.evaluations import group_view
from gallery.desk.model_impact import MOST_SEARCHES, RULE, Reckoning
from gallery.evaluation.contenders import Contenders
from gallery.ledger import Prepared
from gallery.records.amendments import Change
from gallery.records.assessments import assessed_services
from gallery.records.ids import new_id
from gallery.records.impacts import (
    Impact,
    ModelInUse,
    add_change,
    add_impact,
    count_eligible_pictures,
    impacts_of,
    model_changes,
    next_impact_number,
    past_searches,
    services_without_report,
)
from kernel_lib.errors import NotAllowed, WrongState
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.weights import Weights
from kernel_lib.hashing import canonical_json, sha256_hex
from kernel_lib.wire.evaluation import OperatingView, RateView
from kernel_lib.wire.models import (
    ImpactAsked,
    ImpactView,
    ListChanges,
    ModelSide,
    ModelsView,
    ModelView,
    SideAccuracy,
    SwitchAsked,
)

_SHOWN = 20


@dataclass(frozen=True)
class ModelsDesk:
    """Reports on registered models and changes of the one in use. `sets` is the folder of labelled sets."""

    casework: Casework
    contenders: Contenders
    sets: Path

    def held(self, person: Person) -> ModelsView:
        """Return the registered models and the reports of the person's own service."""
        with self.casework.ledger.act(person, ModelsViewed) as act:
            self.casework.authority.demand(person, "models_viewed")
            view = self._view(act.connection, person)
            act.note(models=len(view.models), reports=len(view.reports))
            return view

    def report(self, person: Person, asked: ImpactAsked) -> ImpactView:
        """Search past probes by the model in use and by another, and keep what would change (W-19).

        Raises:
            NotAllowed: the person is not of compliance.
            NotFound: no such model is registered, or there is no such labelled set.
            WrongState: it is in use already, or too many eligible pictures have no template of it yet.
        """
        prepared = Prepared(lambda: self._reckoned(person, asked))
        with self.casework.ledger.act(person, ModelImpactFiled) as act:
            self.casework.authority.demand(person, "model_impact_filed")
            body = prepared.demand()
            number, own = next_impact_number(act.connection), new_id()
            content = canonical_json(
                {**body, "id": own, "number": number, "filed_at": act.now.isoformat(timespec="seconds")}
            )
            filed = Impact(
                id=own,
                number=number,
                service=person.service,
                old_model_id=body["old"]["model_id"],
                new_model_id=body["new"]["model_id"],
                body=content.decode(),
                sha256=sha256_hex(content),
                filed_by=person.account_id,
                filed_at=act.now,
            )
            add_impact(act.connection, filed)
            act.about(object_id=filed.id)
            act.note(sha256=filed.sha256, old_model=filed.old_model_id, new_model=filed.new_model_id)
            act.note(old_snapshot=body["old"]["snapshot_sha256"], new_snapshot=body["new"]["snapshot_sha256"])
            amends = (Change(MODEL, (filed.old_model_id,), (filed.new_model_id,)),)
            open_for(act, person, assessed_services(act.connection), amends)
            act.note(replayed=body["replayed"], left_out=body["left_out"], without=body["without"])
            return _impact_view(filed)

    def switch(self, person: Person, asked: SwitchAsked) -> ModelsView:
        """Take a registered model into use at the next start of the service.

        Raises:
            NotFound: no such model is registered.
            NotAllowed: it may not be used for casework, or a service that searched before has no report on it.
            WrongState: it is in use already, or an amendment of the privacy assessment still waits (K-03).
        """
        prepared = Prepared(lambda: self._opened(person, asked.model))
        with self.casework.ledger.act(person, ModelChanged) as act:
            self.casework.authority.demand(person, "model_changed")
            faces, changes = prepared.demand(), model_changes(act.connection)
            in_use = self.casework.faces.model_id
            before = changes[0].model_id if changes else in_use
            act.note(old_model=before, new_model=faces.model_id)
            if faces.model_id == before:
                raise WrongState(RULE, "This model is in use already.", "Choose another of the registered models.")
            if not faces.casework:
                reason = "The registry states no licence under which this model may be used for casework."
                raise NotAllowed(RULE, reason, "Record the licence held in the registry, or choose another model.")
            services = services_without_report(act.connection, in_use, faces.model_id)
            # A change that no start has carried out yet may be taken back.
            if services and faces.model_id != in_use:
                listed = ", ".join(services)
                reason = f"There is no report on what this model would change for: {listed}."
                raise NotAllowed(RULE, reason, "Have compliance of each of them file one; the model in use stays.")
            amends = (Change(MODEL, (before,), (faces.model_id,)),)
            if faces.model_id != in_use:
                demand_amended(act, assessed_services(act.connection), amends, at_once=False)
            number = changes[0].number + 1 if changes else 1
            add_change(
                act.connection,
                ModelInUse(number, asked.model, faces.model_id, before, person.account_id, act.now),
            )
            act.decided_by(RULE)
            return self._view(act.connection, person)

    # Private

    def _view(self, connection: Connection, person: Person) -> ModelsView:
        changes = model_changes(connection)
        in_use = self.casework.faces.model_id
        chosen = changes[0].model_id if changes else in_use
        today = self._today(person.service)
        eligible = count_eligible_pictures(connection, person.service, in_use, today)
        views = [
            _model_view(each, in_use, chosen, eligible, self._templates(connection, person.service, each, today))
            for each in self.contenders.known()
        ]
        return ModelsView(
            models=tuple(sorted(views, key=lambda each: (not each.in_use, each.name))),
            reports=tuple(_impact_view(each) for each in impacts_of(connection, person.service, _SHOWN)),
            past_searches=len(past_searches(connection, person.service, MOST_SEARCHES)),
        )

    def _templates(self, connection: Connection, service: str, model: Weights, today: date) -> int:
        return count_eligible_pictures(connection, service, model.model_id, today)

    def _reckoned(self, person: Person, asked: ImpactAsked) -> dict[str, Any]:
        self.casework.authority.demand(person, "model_impact_filed")
        return Reckoning(self.casework, self.contenders.open(asked.model), self.sets).told(person, asked.evaluation_set)

    def _opened(self, person: Person, name: str) -> FaceEngine:
        self.casework.authority.demand(person, "model_changed")
        return self.contenders.open(name)

    def _today(self, service: str) -> date:
        return self.casework.rules.who.local_day(self.casework.ledger.now(), service)

    def _other(self, name: str) -> FaceEngine:
        faces = self.contenders.open(name)
        if faces.model_id == self.casework.faces.model_id:
            raise WrongState(RULE, "This model is in use already.", "Choose another of the registered models.")
        return faces


# Private


def _model_view(model: Weights, in_use: str, chosen: str, eligible: int, templates: int) -> ModelView:
    return ModelView(
        name=model.name,
        model_id=model.model_id,
        licence=model.licence,
        casework=model.casework,
        in_use=model.model_id == in_use,
        next_start=model.model_id == chosen,
        templates=templates,
        eligible=eligible,
    )


def _impact_view(filed: Impact) -> ImpactView:
    body = json.loads(filed.body)
    return ImpactView(
        number=filed.number,
        sha256=filed.sha256,
        filed_at=filed.filed_at,
        old=ModelSide.model_validate(body["old"]),
        new=ModelSide.model_validate(body["new"]),
        without=body["without"],
        replayed=body["replayed"],
        left_out=body["left_out"],
        threshold=body["bounds"]["threshold"],
        length=body["bounds"]["length"],
        in_force=ListChanges.model_validate(body["in_force"]),
        by_place=ListChanges.model_validate(body["by_place"]),
        leads=body["leads"],
        scale_old=body["scale"]["old"],
        scale_new=body["scale"]["new"],
        smallest_cell=body["smallest_cell"],
        evaluation_set=body["evaluation_set"],
        accuracy=tuple(_side_accuracy(each) for each in body["accuracy"]),
        statements=tuple(body["statements"]),
    )


def _side_accuracy(body: Mapping[str, Any]) -> SideAccuracy:
    return SideAccuracy(
        model_id=body["model_id"],
        no_template=body["no_template"],
        first_place=RateView.model_validate(body["first_place"]),
        operating=OperatingView.model_validate(body["operating"]),
        groups=tuple(group_view(name, each) for name, each in body["groups"].items()),
    )
