"""Clients, their scopes and the tokens they get; it must not know orders or carts, nor keep a token in the clear."""

import base64
import hashlib
import secrets
import time
import uuid
from dataclasses import dataclass
from sqlite3 import Connection
from urllib.parse import parse_qsl, unquote_plus

from console.sandbox import wire
from console.sandbox.answers import Answer, RefusalError, TokenRefusalError

READ = "orders/carts-read"
WRITE = "orders/carts-write"
REFRESH_SECONDS = 30 * 24 * 3600
MAIN_CLIENT = "practice-console"

_CLIENTS = (
    (MAIN_CLIENT, "Console", (READ, WRITE)),
    ("practice-read-only", "Read only", (READ,)),
    ("practice-write-only", "Write only", (WRITE,)),
    ("practice-no-scope", "No scope", ()),
)


@dataclass(frozen=True)
class RegisteredClient:
    """An integration as it would be set up in the service; `scopes` are its permissions."""

    client_id: str
    name: str
    secret: str
    scopes: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Client({self.client_id!r})"


def make_clients(tx: Connection, main_secret: str | None) -> None:
    """Make the clients of a database that has none; a given secret becomes the main client's."""
    for client_id, name, scopes in _CLIENTS:
        tx.execute(
            "INSERT OR IGNORE INTO clients VALUES (?, ?, ?, ?)",
            (client_id, name, secrets.token_urlsafe(24), " ".join(scopes)),
        )
    if main_secret:
        tx.execute("UPDATE clients SET secret = ? WHERE client_id = ?", (main_secret, MAIN_CLIENT))


def clients(tx: Connection) -> list[RegisteredClient]:
    """All clients, the main one first."""
    rows = tx.execute("SELECT client_id, name, secret, scopes FROM clients ORDER BY rowid")
    return [
        RegisteredClient(client_id, name, secret, tuple(scopes.split()))
        for client_id, name, secret, scopes in rows
    ]


def issue(tx: Connection, form: dict[str, str], lifetime: float) -> Answer:
    """Answer a token request with a new pair of tokens that live `lifetime` seconds and 30 days.

    Raises TokenRefusalError as RFC 6749 section 5.2 has it. A used refresh token is dead. The permissions are those that
    the integration has; a `scope` in the request chooses none of them, and is refused where it names another.
    """
    grant = form.get("grant_type")
    if not grant:
        raise TokenRefusalError(400, "invalid_request", "grant_type is missing")
    if grant not in ("client_credentials", "refresh_token"):
        raise TokenRefusalError(
            400, "unsupported_grant_type", "grant_type must be client_credentials or refresh_token"
        )
    for name in ("client_id", "client_secret") + (("refresh_token",) if grant == "refresh_token" else ()):
        if not form.get(name):
            raise TokenRefusalError(400, "invalid_request", f"{name} is missing")
    client_id = form["client_id"]
    row = tx.execute("SELECT secret, scopes FROM clients WHERE client_id = ?", (client_id,)).fetchone()
    if row is None or not secrets.compare_digest(row[0].encode(), form["client_secret"].encode()):
        raise TokenRefusalError(401, "invalid_client", "client_id or client_secret is wrong")
    held, asked = row[1], form.get("scope")
    if asked is not None and not (asked and set(asked.split(" ")) <= set(held.split())):
        raise TokenRefusalError(400, "invalid_scope", "scope names what this integration does not have")
    now = time.time()
    tx.execute("DELETE FROM tokens WHERE expires < ?", (now,))
    if grant == "refresh_token":
        used = tx.execute(
            "DELETE FROM tokens WHERE hash = ? AND kind = 'refresh' AND client_id = ?",
            (_hash(form["refresh_token"]), client_id),
        )
        if used.rowcount == 0:
            raise TokenRefusalError(400, "invalid_grant", "refresh_token is unknown, used or expired")
    access, refresh = str(uuid.uuid4()), str(uuid.uuid4())
    tx.execute("INSERT INTO tokens VALUES (?, 'access', ?, ?)", (_hash(access), client_id, now + lifetime))
    tx.execute(
        "INSERT INTO tokens VALUES (?, 'refresh', ?, ?)", (_hash(refresh), client_id, now + REFRESH_SECONDS)
    )
    body: dict[str, object] = {"access_token": access, "refresh_token": refresh, "expires_in": int(lifetime)}
    if asked is not None and set(asked.split(" ")) != set(held.split()):
        body["scope"] = held
    return Answer(200, wire.write(body))


def read_form(content_type: str, data: bytes) -> dict[str, str]:
    """The fields of a form body; raises TokenRefusalError when it is none or names a field twice."""
    if content_type.partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise TokenRefusalError(400, "invalid_request", "The body must be application/x-www-form-urlencoded")
    try:
        pairs = parse_qsl(data.decode(), keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError as error:
        raise TokenRefusalError(400, "invalid_request", "The body is not a form") from error
    form = dict(pairs)
    if len(form) != len(pairs):
        raise TokenRefusalError(400, "invalid_request", "The form names a field twice")
    return form


def with_basic(form: dict[str, str], authorization: str | None) -> dict[str, str]:
    """The form with id and secret of a Basic header in it, where there is one (RFC 6749, 2.3.1).

    Raises TokenRefusalError when the form has a secret too, another id, or the header cannot be read.
    """
    scheme, _, credentials = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return form
    try:
        text = base64.b64decode(credentials.strip(), validate=True).decode()
        client_id, colon, secret = text.partition(":")
        sent = {"client_id": unquote_plus(client_id, errors="strict")}
        sent["client_secret"] = unquote_plus(secret, errors="strict")
    except ValueError as error:
        raise TokenRefusalError(401, "invalid_client", "The Basic header cannot be read") from error
    if not colon:
        raise TokenRefusalError(401, "invalid_client", "The Basic header holds no colon")
    if "client_secret" in form or form.get("client_id", sent["client_id"]) != sent["client_id"]:
        raise TokenRefusalError(
            400, "invalid_request", "The client signs in twice: in the header and in the form"
        )
    return form | sent


def require(tx: Connection, authorization: str | None, scopes: tuple[str, ...]) -> None:
    """Pass when the Authorization header carries a live access token with one of `scopes`; else refuse with 403."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise RefusalError(403, "An access token is needed: Authorization: Bearer <token>")
    row = tx.execute(
        "SELECT tokens.expires, clients.scopes FROM tokens JOIN clients USING (client_id)"
        " WHERE hash = ? AND kind = 'access'",
        (_hash(token.strip()),),
    ).fetchone()
    if row is None or row[0] <= time.time():
        raise RefusalError(403, "The access token is unknown or has expired")
    if not set(scopes) & set(row[1].split()):
        raise RefusalError(403, f"The access token lacks the scope {scopes[0]}")


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
