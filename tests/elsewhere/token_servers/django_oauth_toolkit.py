"""A token server of django-oauth-toolkit on a free port of this machine, in a folder that is thrown away.

It runs in an environment of its own and must not import anything of this repository; its one line on standard output
says where it is.
"""

from __future__ import annotations

import json
import os
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.urls import include, path


def token(request: object, refresh_token: object = False) -> str:
    """The toolkit's own token, or one of 12,000 characters for the client whose tokens are big."""
    from oauthlib.common import generate_token

    client = getattr(request, "client", None)
    return generate_token(12_000 if client is not None and client.client_id == "big" else 30)


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def main() -> None:
    given = json.loads(os.environ["GIVEN"])
    settings.configure(
        SECRET_KEY="of-a-throw-away-server",
        ALLOWED_HOSTS=["127.0.0.1"],
        USE_TZ=True,
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "oauth2_provider"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "dot.sqlite"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        OAUTH2_PROVIDER={
            "SCOPES": {"orders:read": "read", "orders:write": "write"},
            "ACCESS_TOKEN_GENERATOR": f"{__name__}.token",
            "ACCESS_TOKEN_EXPIRE_SECONDS": given["life"],
        },
        LOGGING_CONFIG=None,
    )
    django.setup()
    settings.ROOT_URLCONF = (path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),)
    call_command("migrate", verbosity=0)
    from oauth2_provider.models import get_application_model

    for client in given["clients"]:
        get_application_model().objects.create(
            client_id=client["id"],
            client_secret=client["secret"],
            client_type="confidential",
            authorization_grant_type="client-credentials",
            name=client["id"],
        )
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Silent)
    sys.stdout.write(json.dumps({"token_url": f"http://127.0.0.1:{server.server_port}/o/token/"}) + "\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
