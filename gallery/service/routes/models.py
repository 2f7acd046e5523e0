"""The model in use and those registered: reports filed by compliance, a change made by an administrator."""

from typing import Annotated

from fastapi import APIRouter

from gallery.authority import Person
from gallery.service.door import PartsNow, permitted
from kernel_lib.wire.models import FormerRemoved, ImpactAsked, ImpactView, ModelsView, SwitchAsked

router = APIRouter(prefix="/models")


@router.get("")
def held(person: Annotated[Person, permitted("models_viewed")], parts: PartsNow) -> ModelsView:
    """Return the registered models and the reports on them."""
    return parts.models.held(person)


@router.post("/impacts")
def report(
    asked: ImpactAsked, person: Annotated[Person, permitted("model_impact_filed")], parts: PartsNow
) -> ImpactView:
    """Reckon and keep what another model would change in past lists."""
    return parts.models.report(person, asked)


@router.post("/switches")
def switch(asked: SwitchAsked, person: Annotated[Person, permitted("model_changed")], parts: PartsNow) -> ModelsView:
    """Take another model into use at the next start of the service."""
    return parts.models.switch(person, asked)


@router.delete("/former-templates")
def remove_former(person: Annotated[Person, permitted("retemplated")], parts: PartsNow) -> FormerRemoved:
    """Remove the templates of models that were in use before."""
    return parts.beside.remove_former(person)
