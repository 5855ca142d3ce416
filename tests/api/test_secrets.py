"""After every fault: no secret and no token in any text, log, representation or chained exception (fault 67)."""

from __future__ import annotations

import json
import logging
import pickle
import traceback
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

import pytest

from console.api.auth import _Flight, _Token
from console.api.client import Client
from console.api.errors import ApiError
from console.api.mask import Mask
from console.runtime import hidden
from console.runtime.cancel import Cancel
from tests.api.given import ORDER, ORDER_JSON, SECRET, Connect, Serve
from tests.api.test_answers import UNFIT
from tests.api.test_exchange import BROKEN
from tests.api.test_refusals import REFUSALS
from tests.support.raw_server import REFRESH, TOKEN, Step, good_token, reply, reply_json

HIDDEN = [
    SECRET,
    quote(SECRET),
    quote(SECRET, safe=""),
    quote_plus(SECRET),
    urlencode({"client_secret": SECRET}),
    TOKEN,
    REFRESH,
]
ECHO = f"{SECRET} {quote(SECRET, safe='')} {TOKEN} Bearer {TOKEN} {REFRESH}"
ECHOES: dict[str, Step] = {
    "reason": reply(400, headers={"X-Reason": ECHO}),
    "wrapped reason": reply(409, headers={"X-Reason": f"ServiceExceptionMessage{{siteId=1, reason={ECHO}}}"}),
    "body": reply(400, ECHO.encode(), {"Content-Type": "text/plain"}),
    "page": reply(200, f"<html>{ECHO}".encode()),
    "json": reply_json({"orderId": ECHO}),
    "phrase": reply(400, phrase=ECHO),
    "redirect": reply(302, headers={"Location": f"https://{TOKEN}.example/{ECHO}"}),
    "status line": lambda peer: peer.send(ECHO.encode() + b"\r\n\r\n"),
    "header": lambda peer: peer.send(b"HTTP/1.1 200 OK\r\n" + ECHO.encode() + b"\r\n\r\n"),
    "length": lambda peer: peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: " + ECHO.encode() + b"\r\n\r\n{}"),
    "lengths": lambda peer: peer.send(
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: " + ECHO.encode() + b"\r\n\r\n{}"
    ),
    "encoding": reply(200, b"x", {"Content-Encoding": ECHO}),
    "chunks": lambda peer: peer.send(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + ECHO.encode() + b"\r\n"
    ),
    "403 for ever": reply(403, headers={"X-Reason": ECHO}),
    "401 for ever": reply(401, headers={"X-Reason": ECHO}),
    "429": reply(429, headers={"X-Reason": ECHO, "Retry-After": "0"}),
    "500": reply(500, headers={"X-Reason": ECHO}),
}
SECRETS = f"{SECRET} {quote(SECRET, safe='')} {quote_plus(SECRET)}"  # a refused sign-in has no tokens to show
SIGN_INS: dict[str, Step] = {
    "invalid_client": reply_json({"error": "invalid_client", "error_description": SECRETS}, 401),
    "odd error": reply_json({"error": SECRETS}, 400),
    "odd error, 401": reply_json({"error": SECRETS}, 401),
    "reason": reply(403, headers={"X-Reason": SECRETS}),
    "kind": good_token(token_type=SECRETS),
    "token that cannot be sent": good_token(f"{TOKEN} {TOKEN}"),
    "page": reply(200, f"<html>{ECHO}".encode()),
    "500": reply(500, SECRETS.encode()),
    "redirect": reply(307, headers={"Location": f"https://{SECRET}.example/"}),
    "reset": lambda peer: peer.reset(),
    "silence": lambda peer: peer.hang(),
}
FAULTS: dict[str, tuple[Step, Step]] = (
    {f"answer: {name}": (step, good_token()) for name, step in (ECHOES | BROKEN | UNFIT).items()}
    | {f"status {status}": (reply(status), good_token()) for status in REFUSALS}
    | {f"sign-in: {name}": (reply_json(ORDER_JSON), step) for name, step in SIGN_INS.items()}
    | {"silence": (lambda peer: peer.hang(), good_token())}
)


def everything_about(error: BaseException) -> str:
    texts = [
        repr(error),
        str(error),
        "".join(traceback.format_exception(error)),
        repr(vars(error)),
        repr(error.args),
    ]
    if isinstance(error, ApiError):
        texts += [error.headline, error.advice, error.detail, error.reason, str(pickle.dumps(error))]
    return "\n".join(texts)


def assert_nothing_shows(text: str) -> None:
    for word in HIDDEN:
        assert word not in text
        assert json.dumps(word)[1:-1] not in text


@pytest.mark.fault(67)
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_no_fault_shows_a_secret(
    raw: Serve, connect: Connect, caplog: pytest.LogCaptureFixture, fault: tuple[Step, Step]
) -> None:
    api, token = fault
    caplog.set_level(logging.DEBUG)
    client = connect(raw(api, token=[token]), read=0.15)

    def ask(write: bool) -> None:
        if write:
            client.update_order(ORDER, {}, trigger_events=False)
        else:
            client.get_order(ORDER)

    for write in (False, True):
        with pytest.raises(ApiError) as caught:
            ask(write)
        error = caught.value
        assert_nothing_shows(everything_about(error))
        assert error.__cause__ is None
        assert error.__context__ is None  # a library's exception would hold the request with its headers
        assert len(error.headline) < 800
        assert error.headline.endswith(".")
        assert error.advice.split(".")[0] in {
            "Nothing was sent",
            "Nothing was saved",
            "Nothing was changed",
            "It is not known whether it was saved",
            "The sign-in did not succeed, so nothing else was sent",
        }
    assert_nothing_shows(caplog.text)


def test_nothing_that_is_made_shows_it_either(raw: Serve, connect: Connect) -> None:
    client: Client = connect(raw(reply_json(ORDER_JSON)))
    client.get_order(ORDER)
    parts: list[Any] = [client, *vars(client).values()]
    parts += [*vars(client._sign_in).values(), *vars(client._transport).values()]
    for part in parts:
        assert_nothing_shows(repr(part))
    assert_nothing_shows(repr(client.order_update(ORDER, {}, trigger_events=False)))
    assert_nothing_shows(repr(_Flight(access=TOKEN)))
    assert_nothing_shows(repr(_Token(TOKEN, REFRESH, 1.0)))


def test_the_log_knows_the_secret_and_each_token_as_they_come(raw: Serve, connect: Connect) -> None:
    client = connect(raw(reply_json(ORDER_JSON)))
    assert hidden.KNOWN(f"{SECRET} {TOKEN}") == f"{hidden.MASK} {TOKEN}"
    client.get_order(ORDER)
    assert hidden.KNOWN(f"{SECRET} {TOKEN} {REFRESH}") == " ".join([hidden.MASK] * 3)


def test_a_cancelled_call_shows_nothing(raw: Serve, connect: Connect) -> None:
    cancel = Cancel()
    server = raw(lambda peer: (cancel.cancel(), peer.hang()))
    with pytest.raises(ApiError) as caught:
        connect(server).get_order(ORDER, cancel=cancel)
    assert_nothing_shows(everything_about(caught.value))
    assert caught.value.__context__ is None


def test_the_mask_hides_every_form_and_leaves_short_words_alone() -> None:
    mask = Mask(SECRET)
    mask.add(TOKEN)
    assert_nothing_shows(mask(" ".join([SECRET, quote(SECRET, safe=""), quote_plus(SECRET), TOKEN])))
    assert Mask("a")("banana") == "banana"
    assert repr(mask) == "Mask()"
