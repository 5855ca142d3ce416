"""A token server of Authlib's Flask part on a free port of this machine, with its stock client-credentials grant.

It runs in an environment of its own and must not import anything of this repository; its one line on standard output
says where it is.
"""

from __future__ import annotations

import json
import logging
import os
import sys

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from flask import Flask, Response
from werkzeug.serving import make_server

SCOPES = ("orders:read", "orders:write")


class Client(ClientMixin):
    """One registered client; what it may is what every client of this server may."""

    def __init__(self, client_id: str, secret: str) -> None:
        self.client_id, self._secret = client_id, secret

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return " ".join(one for one in (scope or "").split() if one in SCOPES)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return False

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == self._secret

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return False

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "client_credentials"


def main() -> None:
    given = json.loads(os.environ["GIVEN"])
    clients = {one["id"]: Client(one["id"], one["secret"]) for one in given["clients"]}
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = Flask(__name__)
    app.config["OAUTH2_TOKEN_EXPIRES_IN"] = {"client_credentials": given["life"]}
    app.config["OAUTH2_SCOPES_SUPPORTED"] = list(SCOPES)
    app.config["OAUTH2_ACCESS_TOKEN_GENERATOR"] = f"{__name__}.token"
    server = AuthorizationServer(app, query_client=clients.get, save_token=lambda token, request: None)
    server.register_grant(ClientCredentialsGrant)

    @app.post("/oauth/token")
    def issue() -> Response:
        answer: Response = server.create_token_response()
        return answer

    web = make_server("127.0.0.1", 0, app, threaded=True)
    sys.stdout.write(json.dumps({"token_url": f"http://127.0.0.1:{web.server_port}/oauth/token"}) + "\n")
    sys.stdout.flush()
    web.serve_forever()


def token(client: Client, grant_type: str, user: object, scope: str) -> str:
    """A token as Authlib makes them, or one of 12,000 characters for the client whose tokens are big."""
    from authlib.common.security import generate_token

    return str(generate_token(12_000 if client.client_id == "big" else 42))


if __name__ == "__main__":
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    main()
