"""Tells an answer of the orders API from one of something else: a proxy, a gateway, a portal, another web server.

It must not send anything nor decide what happens next; what it quotes is masked, plain and short.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from contextlib import suppress

from console.api.plain import header_text, visible

_TITLE = re.compile(r"<title\b[^>]*>(.*?)(?:</title\b|\Z)", re.DOTALL | re.IGNORECASE)
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)(?:</h1\b|\Z)", re.DOTALL | re.IGNORECASE)
_MARKUP = re.compile(r"<[^>]*>")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_ENCODING = re.compile(
    r"us-ascii|iso-?8859-\d{1,2}|windows-125\d|koi8-[ru]|shift_?jis|euc-(?:jp|kr)|gbk|gb2312|gb18030|big5"
)
_XML = re.compile(r"\s*<\?xml\b(?!.*<html\b)", re.DOTALL | re.IGNORECASE)
_MESSAGE = re.compile(r"<(?:message|faultstring|code)\b[^>]*>([^<]+)<", re.IGNORECASE)
_DESCRIPTION = re.compile(r'\berror(?:_description)?\s*=\s*"((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_SCHEME = re.compile(r"(?:^|,)\s*([A-Za-z][A-Za-z0-9-]*)(?![A-Za-z0-9-]|\s*=)")
_REALM = re.compile(r'\brealm\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))', re.IGNORECASE)
_OF_THE_API = frozenset({"bearer", "dpop"})
_NO_CERTIFICATE = re.compile(
    r"no required ssl certificate was sent|client certificate required", re.IGNORECASE
)
_ASKED_BY = {407: "Proxy-Authenticate"}
_MOST_READ, _LONGEST = 16 * 1024, 300

NO_CERTIFICATE_HINT = "It lets only programs with a client certificate in, which this program does not have."


def is_page(body: bytes) -> bool:
    """Whether the body is a web page, by how it begins rather than by what it is called."""
    return _start(body) == b"<"


def is_json(headers: Mapping[str, str], body: bytes) -> bool:
    """Whether the body is meant as JSON, by how it begins or by what it is called; a page that is called so is none."""
    start = _start(body)
    return start in (b"{", b"[") or (start != b"<" and _media_type(headers).endswith("json"))


def bears_marks(headers: Mapping[str, str], body: bytes) -> bool:
    """Whether a refusal is the API's own: it gives X-Reason (openapi.yaml, every 4xx).

    JSON counts too, since what stands in front of an API may take headers away and leaves data as it is.
    """
    return bool(headers.get("X-Reason", "").strip()) or is_json(headers, body)


def challenge_in(text: str) -> str:
    """The ways to sign in that a challenge names, with its realm: `Basic, “Staff only”`. Not masked yet.

    Empty where there is none, or where one of them is the API's own way (Bearer).
    """
    text = text[:2_000]
    schemes = list(dict.fromkeys(_SCHEME.findall(_QUOTED.sub('""', _REALM.sub("", text)))))
    if not schemes or any(scheme.lower() in _OF_THE_API for scheme in schemes):
        return ""
    realm = _REALM.search(text)
    named = re.sub(r"\\(.)", r"\1", realm[1] or realm[2] or "").strip() if realm else ""
    return " or ".join(schemes) + (f", “{named}”" if named else "")


def reason_in_challenge(headers: Mapping[str, str]) -> str:
    """Why a token was refused, in the words of a Bearer challenge (RFC 6750, 3); empty where it gives none."""
    text = headers.get("WWW-Authenticate", "")[:2_000]
    if "bearer" not in text.lower() or challenge_in(text):
        return ""
    return ": ".join(re.sub(r"\\(.)", r"\1", said) for said in _DESCRIPTION.findall(text))


def refuses_in_front(status: int, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether a 401 or 403 is not the API's, so that no other token would help.

    One without any body or challenge may be either's, and counts as the API's: another token does no harm.
    """
    if status not in (401, 403) or headers.get("X-Reason", "").strip():
        return False
    if headers.get("WWW-Authenticate", "").strip():
        return bool(challenge_in(headers["WWW-Authenticate"]))
    return bool(body.strip()) and not is_json(headers, body)


def refuses_sign_in(status: int, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether a 401 or 403 to a sign-in is not the sign-in server's: a page, or a challenge that OAuth does not have.

    A Basic challenge alone may be its own: RFC 6749, 5.2, has it for a wrong client.
    """
    if status not in (401, 403) or is_json(headers, body):
        return False
    asked = challenge_in(headers.get("WWW-Authenticate", ""))
    return is_page(body) or (bool(asked) and "basic" not in asked.lower())


def wants_certificate(status: int, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether a page says that a client certificate is missing, as nginx does with 400."""
    return status in (400, 401, 403, 495, 496) and bool(_NO_CERTIFICATE.search(title(headers, body)))


def title(headers: Mapping[str, str], body: bytes) -> str:
    """The title of a web page in one line, as its author meant it; empty where there is none. Not masked yet."""
    found = _TITLE.search(_text(headers, body)) if is_page(body) else None
    return " ".join(_unescaped(found[1]).split()) if found else ""


def _unescaped(text: str) -> str:
    import html  # it brings the name of every character

    return html.unescape(text)


def _heading(headers: Mapping[str, str], body: bytes) -> str:
    """The first heading of a page without a title, such as HAProxy's."""
    found = _HEADING.search(_text(headers, body))
    return _unescaped(_MARKUP.sub(" ", found[1])) if found else ""


def seen(status: int, headers: Mapping[str, str], body: bytes, conceal: Callable[[str], str]) -> str:
    """What came, as a clause: `status 404, a web page titled “Not Found”, from nginx`. At most 500 characters."""
    words = [f"status {status}"]
    if challenge := challenge_in(header_text(headers.get(_ASKED_BY.get(status, "WWW-Authenticate"), ""))):
        asks = "sign-in" if status in _ASKED_BY else "it asks for a sign-in of its own"
        words.append(f"{asks} ({_quoted(challenge, conceal)})")
    if is_page(body):
        words.append(_seen_page(headers, body, conceal))
    elif is_json(headers, body) and body.strip():
        words.append("JSON")
    elif body.strip():
        words.append(f"the text “{_quoted(_text(headers, body), conceal)}”")
    else:
        words.append("no content")
    server = header_text(headers.get("Server", ""))
    if server.strip():
        words.append(f"from {visible(conceal(server), 60)}")
    return visible(", ".join(words))


def _seen_page(headers: Mapping[str, str], body: bytes, conceal: Callable[[str], str]) -> str:
    """A page by its title; XML of other programs, such as a store of files, by the message in it."""
    if named := _quoted(title(headers, body) or _heading(headers, body), conceal):
        return f"a web page titled “{named}”"
    if not _XML.match(_text(headers, body)):
        return "a web page without a title"
    found = _MESSAGE.search(_text(headers, body))
    said = _quoted(_unescaped(_MARKUP.sub(" ", found[1])), conceal) if found else ""
    return f"XML that says “{said}”" if said else "XML"


def _quoted(text: str, conceal: Callable[[str], str]) -> str:
    return visible(conceal(" ".join(text[:_MOST_READ].split())), _LONGEST)


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("Content-Type", "").split(";")[0].strip().lower()


def _start(body: bytes) -> bytes:
    """The first byte that is no blank or byte-order mark."""
    return body[:_MOST_READ].removeprefix(b"\xef\xbb\xbf").lstrip()[:1]


def _text(headers: Mapping[str, str], body: bytes) -> str:
    """The beginning of a body; its encoding is the header's, else the page's own, else UTF-8, else latin-1."""
    start = body[:_MOST_READ]
    named = _CHARSET.search(headers.get("Content-Type", "")) or _CHARSET.search(
        start[:1024].decode("latin-1")
    )
    encoding = named[1].lower() if named else ""
    if _ENCODING.fullmatch(encoding):
        with suppress(LookupError):
            return start.decode(encoding, "replace")
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(start)  # it may be cut inside a character
    except UnicodeDecodeError:
        return start.decode("latin-1")
