"""What a sign-in server answers: each refusal has its sentence, and no body that may hold a token is ever quoted."""

from __future__ import annotations

import json
import logging
import pickle
import traceback
from base64 import b64encode
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest

from console.api.client import Client
from console.api.errors import ApiError, Invalid, NotSignedIn, Refused
from console.api.transport import Response
from console.presenters.notice import facts, from_error
from tests.api.given import ORDER, ORDER_JSON, SECRET, Clock, Connect, Serve, form, read_fails, write_fails
from tests.support.raw_server import REFRESH, TOKEN, Step, good_token, reply, reply_json

GOOD = reply_json(ORDER_JSON)
FRESH, FRESH_REFRESH, FRESH_ID = "fresh-access-0f1e2d3c", "fresh-refresh-4b5a6978", "fresh-id-8796a5b4"
PAIR = {"access_token": FRESH, "refresh_token": FRESH_REFRESH, "id_token": FRESH_ID, "expires_in": 3600}
JSON, FORM = json.dumps(PAIR).encode(), urlencode(PAIR).encode()
PLAIN = {"Content-Type": "text/plain"}
STATUSES = [
    200,
    201,
    202,
    203,
    206,
    226,
    300,
    302,
    307,
    400,
    401,
    403,
    404,
    405,
    415,
    418,
    429,
    500,
    503,
    599,
]
BROKEN: dict[str, Step] = {
    "no status line": lambda peer: peer.send(JSON + b"\r\n\r\n"),
    "a bad chunk": lambda peer: peer.send(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + JSON + b"\r\n"
    ),
    "a bad length": lambda peer: peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: " + JSON + b"\r\n\r\n"),
    "two lengths": lambda peer: peer.send(
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: " + JSON + b"\r\n\r\n{}"
    ),
    "a header without its colon": lambda peer: peer.send(b"HTTP/1.1 200 OK\r\n" + JSON + b"\r\n\r\n{}"),
    "a cut body": lambda peer: peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n" + JSON),
    "an unknown coding": reply(200, JSON, {"Content-Encoding": "gzip"}),
    "a name twice": reply(200, JSON[:-1] + b', "access_token": "x"}', PLAIN),
    "bytes behind it": reply(200, JSON + b"}", PLAIN),
    "a web page": reply(200, b"<p>" + JSON),
    "not UTF-8": reply(200, b"\xff" + JSON, PLAIN),
    "another kind": reply_json(PAIR | {"token_type": FRESH}),
    "a token that cannot be sent": reply_json(PAIR | {"access_token": FRESH + " " + FRESH}),
    "an error beside it": reply_json(
        PAIR | {"error": f"bad {FRESH}", "error_description": FRESH_REFRESH}, 400
    ),
    "an error instead": reply_json({"error": "x", "error_description": FRESH, "refresh_token": FRESH}),
}
ANSWERS: dict[str, Step] = (
    {
        f"{status}, text": reply(status, JSON, PLAIN | {"Retry-After": "0"})
        for status in STATUSES
        if status != 200
    }
    | {f"{status}, form": reply(status, FORM, PLAIN | {"Retry-After": "0"}) for status in STATUSES}
    | {f"{status}, JSON": reply_json(PAIR, status) for status in STATUSES if status != 200}
    | {f"{status}, untyped": reply(status, JSON) for status in (201, 203, 400, 404)}
    | {
        f"{status}, a page": reply(
            status, b"<html><title>" + JSON + b"</title>", {"Content-Type": "text/html", "Retry-After": "0"}
        )
        for status in STATUSES
    }
    | BROKEN
)


def all_that_is_said(error: ApiError) -> str:
    notice = from_error(error)
    copied = facts(notice, datetime(2026, 11, 27, tzinfo=UTC), "1", "Shop")
    texts = [repr(notice), copied, repr(error), repr(vars(error)), repr(error.args), str(pickle.dumps(error))]
    return "\n".join([*texts, "".join(traceback.format_exception(error))])


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_no_answer_of_a_sign_in_is_quoted(
    raw: Serve, connect: Connect, caplog: pytest.LogCaptureFixture, answer: Step
) -> None:
    caplog.set_level(logging.DEBUG)
    server = raw(GOOD, token=[answer])
    client = connect(server, read=0.3)
    for error in (read_fails(client), write_fails(client)):
        said = all_that_is_said(error) + caplog.text
        assert [token for token in (FRESH, FRESH_REFRESH, FRESH_ID, SECRET) if token in said] == []
        assert error.sent is False
        assert error.__context__ is None
    assert server.requests == []


def test_an_answer_in_a_traceback_shows_no_body() -> None:
    assert FRESH not in repr(Response(200, {}, JSON))


def test_a_renewal_is_not_quoted_either(raw: Serve, connect: Connect) -> None:
    clock = Clock()
    client = connect(raw(GOOD, token=[good_token(), reply(203, JSON, PLAIN)]), clock=clock)
    client.get_order(ORDER)
    clock.now += 4_000
    assert FRESH not in all_that_is_said(read_fails(client))


def test_an_api_address_that_is_a_token_endpoint_shows_no_token(raw: Serve, connect: Connect) -> None:
    error = read_fails(connect(raw(reply_json(PAIR))))
    assert type(error) is Invalid
    assert "The answer begins:" in error.detail
    assert FRESH not in all_that_is_said(error)


def test_the_values_of_its_query_are_not_told(
    raw: Serve, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    def odd(client: Client) -> None:
        assert "code-word" not in all_that_is_said(read_fails(client)) + caplog.text

    class Keyed:
        server = raw(GOOD, token=[reply(404)])
        url, token_url = server.url, server.token_url + "?code=code-word&force=true"

    odd(connect(Keyed))
    assert [token.target for token in Keyed.server.tokens] == ["/oauth2/token?code=code-word&force=true"]


# -- each refusal in words --------------------------------------------------------------------------------


def refused(raw: Serve, connect: Connect, said: object, status: int = 400, **options: str) -> ApiError:
    server = raw(GOOD, token=[reply_json(said, status)])
    error = read_fails(connect(server, **options))
    assert len(server.tokens) == 1
    assert server.requests == []
    assert error.advice.startswith("The sign-in did not succeed, so nothing else was sent.")
    return error


@pytest.mark.fault(2)
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("invalid_client", "The client ID or the client secret was refused."),
        ("invalid_scope", "may not have the scope that was asked for: orders:read orders:write."),
        ("unauthorized_client", "may not sign in with a client ID and secret (client_credentials)"),
        ("unsupported_grant_type", "does not know this way of signing in (client_credentials)"),
        ("invalid_request", "did not understand the request"),
        ("invalid_grant", "refused this sign-in"),
        ("invalid_target", "which service the token is for"),
        ("access_denied", "does not let this integration in"),
        ("mfa_needed", "refused with “mfa_needed”, a reason that this program does not know"),
    ],
)
@pytest.mark.parametrize("status", [200, 400, 401, 403])
def test_each_code_has_its_own_sentence_and_the_servers_words_are_shown(
    raw: Serve, connect: Connect, code: str, words: str, status: int
) -> None:
    said = {"error": code, "error_description": "No <b>way</b>\u202e, ask https://evil.example"}
    error = refused(raw, connect, said, status, scope="orders:read orders:write")
    if code == "mfa_needed" and status == 401:
        words = "The client ID or the client secret was refused."
    assert words in error.headline
    assert error.reason == f"{code}: No <b>way</b>⟨U+202E⟩, ask https://evil.example"
    assert f"error: {code}\nerror_description: No <b>way</b>" in error.detail
    assert error.reason in from_error(error).advice
    not_signed_in = code == "invalid_client" or status == 401
    assert type(error) is (NotSignedIn if not_signed_in else Refused)
    if isinstance(error, NotSignedIn):
        assert error.code == code


def test_without_a_scope_the_sentence_says_that_none_is_set(raw: Serve, connect: Connect) -> None:
    error = refused(raw, connect, {"error": "invalid_scope"})
    assert "wants a scope to be named" in error.headline
    assert "none is set" in error.headline


def test_a_refusal_that_gives_no_reason_says_so(raw: Serve, connect: Connect) -> None:
    for said in ({}, {"error": ["odd"]}, {"error": 7, "error_description": {}}, [], "x", None):
        error = refused(raw, connect, said)
        assert error.headline == "The sign-in server refused the request (status 400) and did not say why."
        assert error.reason == ""


@pytest.mark.parametrize("status", [404, 405, 415, 418, 500])
def test_another_status_keeps_its_sentence_and_has_the_servers_words(
    raw: Serve, connect: Connect, status: int
) -> None:
    server = raw(GOOD, token=[reply_json({"error": "Not Found", "error_description": "no route"}, status)])
    error = read_fails(connect(server))
    assert "Not Found: no route" in from_error(error).advice
    assert error.status == status


def test_long_words_are_cut_and_the_secret_is_masked_in_them(raw: Serve, connect: Connect) -> None:
    basic = b64encode(b"the-client:very-secret-client-word%2F%2B%3D").decode()
    said = {"error": "e" * 5_000, "error_description": f"{SECRET} {basic} " + "d" * 5_000}
    error = refused(raw, connect, said, auth_method="basic")
    assert len(error.headline) < 300
    assert len(error.reason) < 700
    assert "d" * 100 in error.reason
    assert SECRET not in all_that_is_said(error)
    assert basic not in all_that_is_said(error)


def test_a_secret_with_blanks_is_masked_as_its_header_has_it(raw: Serve, connect: Connect) -> None:
    basic = b64encode(b"my%20shop:a%20secret%20of%20words").decode()
    said = {"error": "invalid_client", "error_description": f"What is {basic}"}
    error = refused(raw, connect, said, auth_method="basic", client_id="my shop", secret="a secret of words")
    assert error.reason == "invalid_client: What is •••"


# -- how the secret is sent, and what is asked for --------------------------------------------------------


def test_by_post_the_secret_is_in_the_form_alone(raw: Serve, connect: Connect) -> None:
    server = raw(GOOD)
    connect(server, scope="a:b https://x/y").get_order(ORDER)
    [token] = server.tokens
    assert "authorization" not in token.headers
    assert form(token) == {
        "grant_type": "client_credentials",
        "client_id": "the-client",
        "client_secret": SECRET,
        "scope": "a:b https://x/y",
    }


def test_by_basic_it_is_in_the_header_alone_encoded_as_in_a_form(raw: Serve, connect: Connect) -> None:
    server = raw(GOOD)
    connect(server, auth_method="basic", client_id="me:1 %", secret="a b+c%/=~:ü"[:-1], scope="s").get_order(
        ORDER
    )
    [token] = server.tokens
    expected = b64encode(b"me%3A1%20%25:a%20b%2Bc%25%2F%3D~%3A").decode()
    assert token.headers["authorization"] == f"Basic {expected}"
    assert form(token) == {"grant_type": "client_credentials", "scope": "s"}


@pytest.mark.parametrize("method", ["post", "basic"])
def test_a_renewal_goes_the_same_way_and_names_no_scope(raw: Serve, connect: Connect, method: str) -> None:
    server, clock = raw(GOOD, token=[good_token(), good_token("second-token")]), Clock()
    client = connect(server, clock=clock, auth_method=method, scope="s")
    client.get_order(ORDER)
    clock.now += 4_000
    client.get_order(ORDER)
    first, second = server.tokens
    assert first.headers.get("authorization") == second.headers.get("authorization")
    assert ("authorization" in second.headers) is (method == "basic")
    renewal = {"grant_type": "refresh_token", "refresh_token": REFRESH}
    if method == "post":
        renewal |= {"client_id": "the-client", "client_secret": SECRET}
    assert form(second) == renewal


@pytest.mark.parametrize("method", ["post", "basic"])
def test_no_other_way_is_tried_when_the_client_is_refused(raw: Serve, connect: Connect, method: str) -> None:
    server = raw(GOOD, token=[reply_json({"error": "invalid_client"}, 401)])
    client = connect(server, auth_method=method)
    for fails in (read_fails, write_fails):
        assert type(fails(client)) is NotSignedIn
    assert len(server.tokens) == 2
    assert {("authorization" in token.headers) for token in server.tokens} == {method == "basic"}


@pytest.mark.parametrize(
    "path", ["/oauth2/token/", "/oauth2/token//", "/o/token?tenant=a", "/?x=1", "/a%2Fb/~me/"]
)
def test_the_token_address_is_asked_to_the_letter(raw: Serve, connect: Connect, path: str) -> None:
    server = raw(good_token(), GOOD)

    class Lettered:
        url, token_url = server.url, server.url + path

    connect(Lettered).get_order(ORDER)
    assert server.requests[0].target == path


def test_a_token_address_without_a_path_may_have_a_query(raw: Serve, connect: Connect) -> None:
    server = raw(good_token(), GOOD)

    class Lettered:
        url, token_url = server.url, server.url + "?x=1"

    connect(Lettered).get_order(ORDER)
    assert server.requests[0].target == "/?x=1"


# -- tokens of every size ---------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [1, 36, 4_097, 8_192, 16_384])
def test_a_token_of_up_to_16_kib_is_taken_and_sent(raw: Serve, connect: Connect, length: int) -> None:
    token = ("eyJ~." * length)[:length]
    server = raw(GOOD, token=[good_token(token)])
    connect(server).get_order(ORDER)
    assert server.requests[0].headers["authorization"] == f"Bearer {token}"


def test_a_refresh_token_of_16_kib_is_used(raw: Serve, connect: Connect) -> None:
    server, clock = raw(GOOD, token=[good_token(refresh_token="r" * 16_384), good_token()]), Clock()
    client = connect(server, clock=clock)
    client.get_order(ORDER)
    clock.now += 4_000
    client.get_order(ORDER)
    assert form(server.tokens[1])["refresh_token"] == "r" * 16_384


@pytest.mark.fault(10)
@pytest.mark.parametrize(
    "token",
    ["x" * 16_385, "x" * 65_536, "a\r\nX-Evil: 1", "a\nb", "a b", "€", "a\u00a0", "", "a\x00", "\x7f"],
)
def test_what_cannot_be_a_token_is_refused_and_not_quoted(raw: Serve, connect: Connect, token: str) -> None:
    server = raw(GOOD, token=[good_token(token)])
    error = read_fails(connect(server))
    assert type(error) is Invalid
    assert "it holds a token that cannot be sent" in error.headline
    assert server.requests == []


@pytest.mark.parametrize("kind", ["Bearer", "bearer", "BEARER", "bEaReR", None])
def test_the_kind_of_a_token_is_read_in_any_case(raw: Serve, connect: Connect, kind: str | None) -> None:
    server = raw(GOOD, token=[good_token(token_type=kind)])
    connect(server).get_order(ORDER)
    assert server.requests[0].headers["authorization"] == f"Bearer {TOKEN}"


@pytest.mark.fault(3)
@pytest.mark.parametrize("kind", ["mac", "DPoP", "N_A", "", "bearer ", 7, ["Bearer"]])
def test_another_kind_is_never_used(raw: Serve, connect: Connect, kind: object) -> None:
    error = read_fails(connect(raw(GOOD, token=[good_token(token_type=kind)])))
    assert "a token of a kind that this program does not use" in error.headline
