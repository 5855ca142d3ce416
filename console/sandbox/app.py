"""The routes, and how a request reaches its operation; it must not hold a rule of orders, carts or tokens."""

import sqlite3
from collections.abc import Callable
from functools import partial
from sqlite3 import Connection
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from console.sandbox import carts, events, log, orders, tokens
from console.sandbox.answers import Answer, RefusalError, TokenRefusalError, refusal, success
from console.sandbox.calls import Received, SandboxSettings
from console.sandbox.gate import BODY_KEY, Gate
from console.sandbox.log import LogLines
from console.sandbox.store import Store
from console.sandbox.tokens import READ, WRITE

MAX_BODY = 16 * 1024 * 1024

Operation = Callable[[Connection, Received], Answer]
OperationTable = dict[str, tuple[Operation, tuple[str, ...]]]
_READS, _READS_CART, _WRITES = (READ,), (READ, WRITE), (WRITE,)

_ORDER: OperationTable = {
    "GET": (orders.read_order, _READS),
    "POST": (orders.update_order, _WRITES),
    "DELETE": (orders.delete_order, _WRITES),
}
_CART: OperationTable = {
    "GET": (carts.read_cart, _READS_CART),
    "POST": (carts.update_cart, _WRITES),
    "DELETE": (carts.delete_cart, _WRITES),
}
_OPERATIONS: dict[str, OperationTable] = {
    "/orders": {"GET": (orders.search_orders, _READS), "POST": (orders.add_order, _WRITES)},
    "/orders/{orderId}": _ORDER,
    "/orders/customerOrderId/{customerOrderId}": _ORDER,
    "/carts": {"GET": (carts.search_carts, _READS), "POST": (carts.add_cart, _WRITES)},
    "/carts/customerCartId/{customerCartId}": _CART,
    "/carts/{cartId}": _CART,
    "/carts/{cartId}/fiddle": {"PUT": (carts.fiddle_cart, _WRITES)},
    "/carts/{cartId}/abandon": {"PUT": (carts.abandon_cart, _WRITES)},
    "/carts/{cartId}/expire": {"POST": (carts.expire_cart, _WRITES)},
}


def build_app(store: Store, settings: SandboxSettings, lines: LogLines) -> Gate:
    """The whole ASGI application over an open store."""

    async def operate(table: OperationTable, request: Request) -> Response:
        operation, scopes = table[request.method]
        call = await _read_call(request, settings)
        answer: Answer = await store.run(partial(_guarded, operation, scopes, call))
        return success(answer)

    async def issue_token(request: Request) -> Response:
        body = await _read_body(request)
        form = tokens.read_form(request.headers.get("content-type", ""), body)
        form = tokens.with_basic(form, request.headers.get("authorization"))
        response = success(await store.run(lambda tx: tokens.issue(tx, form, settings.expires_in)))
        response.headers["cache-control"] = "no-store"
        return response

    async def list_events(request: Request) -> Response:
        wanted = request.query_params
        find = partial(events.recorded, order_id=wanted.get("orderId"), cart_id=wanted.get("cartId"))
        return JSONResponse(await store.run(find))

    async def write_mark(request: Request) -> Response:
        lines.write({"mark": request.query_params.get("mark")})
        return Response(status_code=204)

    def refused(_: Request, error: Exception) -> Response:
        assert isinstance(error, RefusalError)
        return refusal(error.status, error.reason, wrapped=settings.wrapped_reasons)

    def refused_token(request: Request, error: Exception) -> Response:
        assert isinstance(error, TokenRefusalError)
        headers = {"cache-control": "no-store"}
        if error.status == 401 and request.headers.get("authorization"):
            headers["www-authenticate"] = 'Basic realm="oauth2"'
        return JSONResponse({"error": error.error, "error_description": error.reason}, error.status, headers)

    def no_route(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        headers = dict(error.headers or {})
        return refusal(error.status_code, error.detail, wrapped=settings.wrapped_reasons, headers=headers)

    def no_database(_: Request, error: Exception) -> Response:
        return refusal(
            500, f"The sandbox could not use its database: {error}", wrapped=settings.wrapped_reasons
        )

    routes = [
        Route(path, partial(operate, table), methods=list(table)) for path, table in _OPERATIONS.items()
    ]
    routes += [Route(path, issue_token, methods=["POST"]) for path in (log.TOKEN_PATH, log.TOKEN_PATH + "/")]
    routes += [Route("/_sandbox/events", list_events), Route("/_sandbox/mark", write_mark)]
    for route in routes:
        (route.methods or set()).discard("HEAD")
    app = Starlette(
        routes=routes,
        exception_handlers={
            RefusalError: refused,
            TokenRefusalError: refused_token,
            HTTPException: no_route,
            sqlite3.Error: no_database,
        },
    )
    app.router.redirect_slashes = False
    return Gate(app, settings, lines)


def _guarded(operation: Operation, scopes: tuple[str, ...], call: Received, tx: Connection) -> Answer:
    tokens.require(tx, call.authorization, scopes)
    return operation(tx, call)


async def _read_call(request: Request, settings: SandboxSettings) -> Received:
    try:
        path = {name: unquote(value, errors="strict") for name, value in request.path_params.items()}
    except UnicodeDecodeError as error:
        raise RefusalError(404, "The path is not UTF-8") from error
    return Received(
        path=path,
        query=dict(log.read_query(request.scope["query_string"])),
        authorization=request.headers.get("authorization"),
        content_type=request.headers.get("content-type", ""),
        body=await _read_body(request),
        settings=settings,
    )


async def _read_body(request: Request) -> bytes:
    """The body; one that is too large is read to its end and refused with 413, so that the sender hears why."""
    kept, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= MAX_BODY:
            kept.append(chunk)
    if size > MAX_BODY:
        raise RefusalError(413, f"The body is larger than {MAX_BODY} bytes")
    body = b"".join(kept)
    request.scope[BODY_KEY] = body
    return body
