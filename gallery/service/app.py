"""The application: routes, the edge around them, and the parts they use."""

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.formparsers import MultiPartParser

from gallery.service.edge import PICTURE_LIMIT, guard
from gallery.service.parts import Parts
from gallery.service.routes import (
    administration,
    arrays,
    assessment,
    audit,
    backups,
    breaches,
    cases,
    conformance,
    controls,
    dashboard,
    descriptions,
    destructions,
    evaluations,
    examinations,
    feeds,
    figures,
    follow_up,
    gallery,
    holds,
    identities,
    key_changes,
    known_tasks,
    leads,
    leaving,
    lifecycle,
    models,
    packs,
    pictures,
    proficiency,
    publication,
    reports,
    requests,
    rights,
    samples,
    searches,
    sharing,
    staff,
    who,
    witnesses,
    wrongdoing,
)

ROUTERS: tuple[APIRouter, ...] = (
    administration.router,
    arrays.router,
    assessment.router,
    audit.router,
    backups.router,
    breaches.router,
    cases.router,
    conformance.router,
    controls.router,
    dashboard.router,
    descriptions.router,
    destructions.router,
    evaluations.router,
    examinations.router,
    feeds.router,
    figures.router,
    follow_up.router,
    gallery.router,
    holds.router,
    identities.router,
    key_changes.router,
    known_tasks.router,
    leads.router,
    leaving.router,
    lifecycle.router,
    models.router,
    packs.router,
    pictures.router,
    proficiency.router,
    publication.router,
    reports.router,
    requests.router,
    rights.router,
    samples.router,
    searches.router,
    sharing.router,
    staff.router,
    who.router,
    witnesses.router,
    wrongdoing.router,
)


def create_app(parts: Parts) -> FastAPI:
    """Return the application over the parts of one service. It shows no documentation of itself."""
    # Pictures of people stay in memory: above this size Starlette would write them to the disk unencrypted.
    MultiPartParser.spool_max_size = PICTURE_LIMIT + 1
    app = FastAPI(title="Leadbook", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.parts = parts
    for router in ROUTERS:
        app.include_router(router)
    app.state.routes = tuple(
        sorted(f"{method} {route.path}" for route in routes_of(app) for method in route.methods or ())
    )
    guard(app)
    return app


def routes_of(app: FastAPI) -> tuple[APIRoute, ...]:
    """Return every route that the application answers."""
    contexts = iter_route_contexts(app.routes)
    return tuple(each.original_route for each in contexts if isinstance(each.original_route, APIRoute))
