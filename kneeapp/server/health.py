"""Health and metrics endpoints."""

from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kneeapp import metrics
from kneeapp.access import is_loopback
from kneeapp.errors import KneeAppError
from kneeapp.settings import settings


async def health(_request: Request) -> Response:
    """200 once the database answers, else 503; says nothing that a stranger could use."""
    try:
        await run_in_threadpool(_sessions_under_way)
    except KneeAppError:
        return JSONResponse({"status": "unwell"}, status_code=HTTPStatus.SERVICE_UNAVAILABLE)
    return JSONResponse({"status": "well"})


async def numbers(request: Request) -> Response:
    """The metrics, for this machine only: a collector runs beside the server."""
    if not is_loopback(request.client.host if request.client else None):
        return Response(status_code=HTTPStatus.FORBIDDEN)
    try:
        metrics.SESSIONS_UNDER_WAY.set(await run_in_threadpool(_sessions_under_way))
    except KneeAppError:
        metrics.SESSIONS_UNDER_WAY.set(float("nan"))
    return Response(metrics.exposition(), media_type="text/plain; version=0.0.4")


ROUTES = [Route("/_kneeapp/health", health), Route("/_kneeapp/metrics", numbers)]


def _sessions_under_way() -> int:
    # DuckDB comes with these, which the start need not wait for
    from kneeapp.store.record.sessions import count_under_way  # noqa: PLC0415
    from kneeapp.ui.shell.store_pool import shared_store  # noqa: PLC0415

    return count_under_way(shared_store(settings()))
