"""The application: routes, the edge around them, and the parts they use."""

from fastapi import APIRouter, FastAPI
from starlette.formparsers import MultiPartParser

from gallery.service.edge import PICTURE_LIMIT, guard
from gallery.service.routes import audit, examinations, gallery, leads, pictures, reports, requests, who
from gallery.service.wiring import Parts

ROUTERS: tuple[APIRouter, ...] = (
    audit.router,
    examinations.router,
    gallery.router,
    leads.router,
    pictures.router,
    reports.router,
    requests.router,
    who.router,
)


def create_app(parts: Parts) -> FastAPI:
    """Return the application over the parts of one service. It shows no documentation of itself."""
    # Pictures of people stay in memory: above this size Starlette would write them to the disk unencrypted.
    MultiPartParser.spool_max_size = PICTURE_LIMIT + 1
    app = FastAPI(title="Leadbook", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.parts = parts
    for router in ROUTERS:
        app.include_router(router)
    guard(app)
    return app
