"""What stands in front of the API, or in its place, is named as that: no ID, secret or permission is blamed for it."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
import trustme

from console.api import front
from console.api.errors import (
    ApiError,
    Invalid,
    NotAllowed,
    NotFound,
    NotSignedIn,
    NotTheApi,
    Refused,
    ServerFault,
    Untrusted,
)
from tests.api.given import ORDER, ORDER_JSON, SECRET, Connect, Serve, read_fails, write_fails
from tests.support.raw_server import TOKEN, RawServer, reply, reply_json

HTML = {"Content-Type": "text/html; charset=utf-8", "Server": "nginx/1.22.1"}
PAGE = b"<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>...</body></html>"
NONE_OF_OURS = "It was not this environment's sign-in or permission that was refused."


# -- 404 --------------------------------------------------------------------------------------------------

UNMARKED = {
    "page": (reply(404, PAGE, HTML), "status 404, a web page titled “404 Not Found”, from nginx/1.22.1"),
    "page that calls itself JSON": (
        reply(404, PAGE, {"Content-Type": "application/json"}),
        "status 404, a web page titled “404 Not Found”",
    ),
    "words": (reply(404, b"404 page not found\n"), "status 404, the text “404 page not found”"),
    "nothing": (reply(404), "status 404, no content"),
}


@pytest.mark.fault(13)
@pytest.mark.parametrize("case", UNMARKED.values(), ids=UNMARKED)
@pytest.mark.parametrize("write", [False, True])
def test_a_404_without_the_marks_of_the_api_is_no_missing_order(
    raw: Serve, connect: Connect, case: tuple[bytes, str], write: bool
) -> None:
    answer, seen = case
    server = raw(answer)
    error = (write_fails if write else read_fails)(connect(server))
    assert type(error) is NotTheApi
    at = f"127.0.0.1:{server.port}"
    assert error.headline == f"Something that is not the orders API answered at {at}: {seen}."
    assert error.advice.startswith("Nothing was saved." if write else "Nothing was changed.")
    assert f"Check the API address, http://{at}," in error.advice


@pytest.mark.parametrize(
    "answer",
    [
        reply(404, headers={"X-Reason": "No such order"}),
        reply(404, PAGE, HTML | {"X-Reason": "No such order"}),
        reply_json({"message": "No such order"}, 404),
        reply(404, headers={"Content-Type": "application/problem+json"}),
    ],
)
def test_a_404_with_a_mark_of_the_api_is_a_missing_order(raw: Serve, connect: Connect, answer: bytes) -> None:
    error = read_fails(connect(raw(answer)))
    assert type(error) is NotFound
    assert error.headline == "There is no order with this ID."


def test_a_search_that_is_not_found_is_another_server_even_in_json(raw: Serve, connect: Connect) -> None:
    with pytest.raises(NotTheApi, match="not the orders API"):
        connect(raw(reply_json({"detail": "Not Found"}, 404))).find_orders(customer_order_id="1001")


def test_an_own_id_whose_path_is_not_let_through_is_searched_for(raw: Serve, connect: Connect) -> None:
    server = raw(reply(404, PAGE, HTML), reply_json([ORDER_JSON]))
    assert connect(server).get_order_by_customer_id("1001").id == ORDER
    assert server.requests[1].target == "/orders?customerOrderId=1001"


def test_an_own_id_that_the_search_does_not_have_is_missing(raw: Serve, connect: Connect) -> None:
    with pytest.raises(NotFound):
        connect(raw(reply(404, PAGE, HTML), reply(204))).get_cart_by_customer_id("C-1")


# -- 401, 403, 407 ----------------------------------------------------------------------------------------

GATES = {
    "nginx's page": (
        reply(401, b"<title>401 Authorization Required</title>", HTML),
        "status 401, a web page titled “401 Authorization Required”, from nginx/1.22.1",
    ),
    "a page of a firewall": (
        reply(403, b"<TITLE>\n Access  Denied\n</TITLE>", {"Content-Type": "text/html"}),
        "status 403, a web page titled “Access Denied”",
    ),
    "words of a mesh": (
        reply(403, b"RBAC: access denied", {"Content-Type": "text/plain"}),
        "status 403, the text “RBAC: access denied”",
    ),
    "Basic": (
        reply(401, headers={"WWW-Authenticate": 'Basic realm="Staff, only", charset="UTF-8"'}),
        "status 401, it asks for a sign-in of its own (Basic, “Staff, only”), no content",
    ),
    "Digest": (
        reply(401, headers={"WWW-Authenticate": 'Digest realm="x", nonce="a, b", qop=auth, algorithm=MD5'}),
        "status 401, it asks for a sign-in of its own (Digest, “x”), no content",
    ),
    "two ways of Windows": (
        reply(401, headers={"WWW-Authenticate": "Negotiate, NTLM"}),
        "status 401, it asks for a sign-in of its own (Negotiate or NTLM), no content",
    ),
    "Basic with JSON": (
        reply(403, b'{"error": "no"}', {"WWW-Authenticate": "Basic", "Content-Type": "application/json"}),
        "status 403, it asks for a sign-in of its own (Basic), JSON",
    ),
}


@pytest.mark.parametrize("case", GATES.values(), ids=GATES)
@pytest.mark.parametrize("write", [False, True])
def test_a_refusal_of_something_in_front_renews_nothing_and_blames_nobody(
    raw: Serve, connect: Connect, case: tuple[bytes, str], write: bool
) -> None:
    answer, seen = case
    server = raw(answer)
    error = (write_fails if write else read_fails)(connect(server))
    assert type(error) is NotTheApi
    at = f"127.0.0.1:{server.port}"
    assert error.headline == f"Something in front of the orders API refused the call to {at}: {seen}."
    assert error.advice.startswith(f"Nothing was {'saved' if write else 'changed'}. {NONE_OF_OURS}")
    assert (len(server.tokens), len(server.requests)) == (1, 1)


@pytest.mark.parametrize(
    "headers",
    [
        {"WWW-Authenticate": 'Bearer realm="api", error="invalid_token"', "Content-Type": "text/html"},
        {"WWW-Authenticate": 'Bearer, Basic realm="api"'},
        {"X-Reason": "token expired", "WWW-Authenticate": "Basic"},
        {"Content-Type": "application/json"},
        {},
    ],
)
@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_that_may_be_the_apis_own_is_worth_a_renewal(
    raw: Serve, connect: Connect, headers: dict[str, str], status: int
) -> None:
    body = b"<title>Unauthorized</title>" if headers.get("Content-Type") == "text/html" else b""
    server = raw(reply(status, body, headers), reply_json(ORDER_JSON))
    assert connect(server).get_order(ORDER).id == ORDER
    assert len(server.tokens) == 2


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_without_a_word_leaves_open_who_it_was(raw: Serve, connect: Connect, status: int) -> None:
    said = "No reason was given, so something in front of the server may have refused it as well."
    assert read_fails(connect(raw(reply(status)))).advice.endswith(said)
    assert said not in read_fails(connect(raw(reply(status, headers={"X-Reason": "no"})))).advice


def test_a_gate_that_closes_while_a_token_is_renewed_is_named(raw: Serve, connect: Connect) -> None:
    server = raw(reply(403, headers={"X-Reason": "old"}), reply(403, b"<title>Blocked</title>", HTML))
    assert type(read_fails(connect(server))) is NotTheApi
    assert (len(server.tokens), len(server.requests)) == (2, 2)


@pytest.mark.parametrize(
    "answer",
    [
        reply(
            401, b"<title>401 Authorization Required</title>", HTML | {"WWW-Authenticate": "Basic realm=x"}
        ),
        reply(403, b"<title>Access Denied</title>", HTML),
        reply(401, headers={"WWW-Authenticate": "Negotiate"}),
    ],
)
def test_a_gate_before_the_sign_in_does_not_blame_the_secret(
    raw: Serve, connect: Connect, answer: bytes
) -> None:
    server = raw(token=[answer])
    error = read_fails(connect(server))
    assert type(error) is NotTheApi
    assert error.headline.startswith("Something in front of the sign-in server refused the call to 127.0.0.1")
    assert "It was not this environment's client ID or secret that was refused." in error.advice
    assert (len(server.tokens), server.requests) == (1, [])


@pytest.mark.parametrize(
    "answer",
    [
        reply(401, headers={"WWW-Authenticate": 'Basic realm="OAuth"'}),
        reply(
            401,
            b'{"error": "invalid_client"}',
            {"WWW-Authenticate": 'Basic realm="OAuth"', "Content-Type": "application/json"},
        ),
        reply(401),
    ],
)
def test_a_sign_in_server_that_refuses_the_client_is_believed(
    raw: Serve, connect: Connect, answer: bytes
) -> None:
    assert type(read_fails(connect(raw(token=[answer])))) is NotSignedIn


def test_a_proxy_that_wants_a_sign_in_is_named_without_a_tunnel_too(raw: Serve, connect: Connect) -> None:
    page = b"<title>ERROR: Cache Access Denied</title>"
    server = raw(reply(407, page, HTML | {"Proxy-Authenticate": 'Basic realm="Squid"'}))
    error = read_fails(connect(server))
    assert type(error) is NotTheApi
    assert error.headline == (
        f"A proxy on the way to 127.0.0.1:{server.port} asks for a sign-in, which this program does not have:"
        " status 407, sign-in (Basic, “Squid”), a web page titled “ERROR: Cache Access"
        " Denied”, from nginx/1.22.1."
    )
    assert len(server.tokens) == 1


# -- pages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [400, 413, 500, 502, 503, 504])
@pytest.mark.parametrize("write", [False, True])
def test_the_title_of_a_proxys_page_is_said(raw: Serve, connect: Connect, status: int, write: bool) -> None:
    page = b"<!DOCTYPE html><html><title lang=en>Shop &#124; back at 18&colon;00</title>"
    error = (write_fails if write else read_fails)(connect(raw(reply(status, page, HTML))))
    assert "Shop | back at 18:00" in error.headline


@pytest.mark.parametrize(
    ("status", "title", "kind"),
    [
        (400, "400 Bad Request", Refused),
        (400, "400 No required SSL certificate was sent", NotTheApi),
        (407, "Cache Access Denied", NotTheApi),
        (502, "502 Bad Gateway", ServerFault),
    ],
)
@pytest.mark.parametrize("named", [{}, {"Content-Type": "text/plain"}, {"Content-Type": "text/html"}])
def test_of_a_page_before_the_sign_in_the_title_alone_is_said(
    raw: Serve, connect: Connect, status: int, title: str, kind: type[ApiError], named: dict[str, str]
) -> None:
    page = f"<title>{title}</title><p>{TOKEN}".encode()
    error = read_fails(connect(raw(token=[reply(status, page, named)])))
    assert type(error) is kind
    assert f"“{title}”" in error.headline or f": {title}." in error.headline
    assert error.advice.startswith("The sign-in did not succeed, so nothing else was sent.")
    assert TOKEN not in f"{error.headline} {error.advice} {error.detail}"
    assert "<p>" not in f"{error.headline} {error.advice} {error.detail}"


def test_a_reason_of_the_api_counts_for_more_than_a_page(raw: Serve, connect: Connect) -> None:
    answer = reply(400, b"<title>Bad Request</title>", HTML | {"X-Reason": "quantity is missing"})
    assert (
        write_fails(connect(raw(answer))).headline == "The server refused the request: quantity is missing."
    )


def test_a_title_is_plain_short_and_without_secrets(raw: Serve, connect: Connect) -> None:
    title = f"<b>{TOKEN}</b> {SECRET} \u202egnp.exe &lt;a href=x&gt; " + "long " * 5_000
    answer = reply(404, f"<title>{title}</title>".encode(), {"Content-Type": "text/html"})
    error = read_fails(connect(raw(answer)))
    assert "“<b>•••</b> ••• ⟨U+202E⟩gnp.exe <a href=x> long" in error.headline
    assert len(error.headline) < 500


ENCODED = {
    "header": ("text/html; charset=windows-1251", "Доступ запрещён".encode("windows-1251")),
    "page": ("text/html", b'<meta charset="shift_jis">' + "認証".encode("shift_jis")),
    "UTF-8": ("text/html", "Überlastet".encode()),
    "neither": ("text/html", "Überlastet".encode("latin-1")),
    "an encoding that there is not": ("text/html; charset=iso-8859-99", "Überlastet".encode()),
    "no encoding of texts": ("text/html; charset=zlib", "Überlastet".encode()),
}


@pytest.mark.parametrize("case", ENCODED.values(), ids=ENCODED)
def test_a_title_is_read_in_its_own_encoding(case: tuple[str, bytes]) -> None:
    kind, words = case
    start, _, rest = words.rpartition(b">")
    page = b"<html>" + start + b">" * bool(start) + b"<title>" + rest + b"</title>"
    assert front.title({"Content-Type": kind}, page) in ("Доступ запрещён", "認証", "Überlastet")


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (b"", ""),
        (b'{"title": "<title>no page</title>"}', ""),
        (b"\xef\xbb\xbf \r\n<title>x</title>", "x"),
        (b"<html><title>never ended", "never ended"),
        (b"<title" * 20_000, ""),
        (("<title>é</title>" + "é" * 20_000).encode()[:16_385], "é"),
        (b"<title>&lt;b&gt;  a\r\nb </title>", "<b> a b"),
    ],
)
def test_only_a_page_has_a_title(body: bytes, title: str) -> None:
    assert front.title({}, body) == title


def test_of_a_page_without_a_title_the_heading_is_said() -> None:
    page = b"<html><body><h1 class=x>403 <i>Forbidden</i></h1>\nRequest forbidden by administrative rules.\n"
    assert front.seen(403, {}, page, str) == "status 403, a web page titled “403 Forbidden”"


XML = b'<?xml version="1.0" encoding="UTF-8"?>\n'


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        (
            XML + b"<Error><Message>Access &lt;b> Denied</Message></Error>",
            "XML that says “Access <b> Denied”",
        ),
        (
            XML + b"<e:Fault><faultstring xml:lang='en'>No token</faultstring></e:Fault>",
            "XML that says “No token”",
        ),
        (XML + b"<nothing/>", "XML"),
        (XML + b"<!DOCTYPE html><html><head><title>Gone</title></head></html>", "a web page titled “Gone”"),
        (XML + b"<html xmlns='http://www.w3.org/1999/xhtml'></html>", "a web page without a title"),
    ],
)
def test_xml_of_other_programs_is_no_web_page(body: bytes, seen: str) -> None:
    assert front.seen(403, {}, body, str) == f"status 403, {seen}"


def test_a_login_page_with_200_is_named_with_its_host(raw: Serve, connect: Connect) -> None:
    server = raw(reply(200, b"<html><title>Hotel Wi-Fi: sign in</title>", HTML))
    error = read_fails(connect(server))
    assert type(error) is Invalid
    assert error.headline == (
        f"The answer of 127.0.0.1:{server.port} was not understood: it is a web page titled"
        " “Hotel Wi-Fi: sign in” (perhaps a sign-in page), not data."
    )


@pytest.mark.fault(54)
def test_a_redirect_to_an_identity_provider_names_its_host(raw: Serve, connect: Connect) -> None:
    server = raw(reply(302, headers={"Location": "https://login.corp.example/authorize?client_id=x"}))
    error = read_fails(connect(server))
    assert type(error) is Refused
    assert "points to login.corp.example instead, which is not followed" in error.headline
    assert "It may be a sign-in page of the network." in error.advice


# -- client certificates ----------------------------------------------------------------------------------


def test_nginx_that_wants_a_client_certificate_is_understood(raw: Serve, connect: Connect) -> None:
    page = b"<title>400 No required SSL certificate was sent</title>"
    server = raw(reply(400, page, HTML))
    error = write_fails(connect(server))
    assert type(error) is NotTheApi
    assert error.headline == (
        f"127.0.0.1:{server.port} asks for a client certificate: status 400, a web page titled"
        " “400 No required SSL certificate was sent”, from nginx/1.22.1."
    )
    assert error.advice.startswith(f"Nothing was saved. {front.NO_CERTIFICATE_HINT}")


@pytest.fixture
def strict(raw: Serve, tmp_path: Path) -> Callable[..., RawServer]:
    """Make a server that takes only clients with a certificate; its authority stands in `ca.pem`."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))

    def make(newest: ssl.TLSVersion) -> RawServer:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        authority.configure_trust(context)
        context.verify_mode, context.maximum_version = ssl.CERT_REQUIRED, newest
        return raw(tls=context)

    return make


@pytest.mark.parametrize("write", [False, True])
def test_a_handshake_that_wants_a_client_certificate_is_understood(
    raw: Serve, connect: Connect, strict: Callable[..., RawServer], tmp_path: Path, write: bool
) -> None:
    server, sign_in = strict(ssl.TLSVersion.TLSv1_3), raw()
    client = connect(Signing(server.url, sign_in.token_url), ca_file=str(tmp_path / "ca.pem"), connect=5.0)
    error: ApiError = (write_fails if write else read_fails)(client)
    assert type(error) is NotTheApi
    assert error.headline == (
        f"127.0.0.1:{server.port} asks for a client certificate, which this program does not have."
    )
    assert error.advice.startswith("Nothing was saved." if write else "Nothing was changed.")
    assert server.requests == []


def test_an_older_handshake_may_want_a_client_certificate(
    raw: Serve, connect: Connect, strict: Callable[..., RawServer], tmp_path: Path
) -> None:
    server, sign_in = strict(ssl.TLSVersion.TLSv1_2), raw()
    client = connect(Signing(server.url, sign_in.token_url), ca_file=str(tmp_path / "ca.pem"), connect=5.0)
    error = write_fails(client)
    assert type(error) is Untrusted
    assert "it may ask for a client certificate" in error.headline
    assert error.sent is False


class Signing:
    """An API at one address, its sign-in at another."""

    def __init__(self, url: str, token_url: str) -> None:
        self.url, self.token_url = url, token_url


def test_a_missing_permission_is_still_one(raw: Serve, connect: Connect) -> None:
    error = read_fails(connect(raw(reply(403, headers={"X-Reason": "scope too small"}))))
    assert type(error) is NotAllowed
    assert error.reason == "scope too small"


@pytest.mark.parametrize("status", [401, 403])
def test_why_a_token_was_refused_is_read_out_of_its_challenge(
    raw: Serve, connect: Connect, status: int
) -> None:
    challenge = (
        f'Bearer realm="orders", error="insufficient_scope", error_description="Ask \\"IT\\" {SECRET}"'
    )
    error = read_fails(connect(raw(reply(status, headers={"WWW-Authenticate": challenge}))))
    assert type(error) in (NotSignedIn, NotAllowed)
    assert error.reason == 'insufficient_scope: Ask "IT" •••'
    assert "No reason was given" not in error.advice


@pytest.mark.parametrize(
    "challenge", ["Bearer", 'Bearer realm="error"', 'Bearer error=""', 'Bearer error="x']
)
def test_a_challenge_without_a_reason_gives_none(raw: Serve, connect: Connect, challenge: str) -> None:
    error = read_fails(connect(raw(reply(401, headers={"WWW-Authenticate": challenge}))))
    assert error.reason == ""
    assert "No reason was given" in error.advice
