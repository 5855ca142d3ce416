"""The same three calls as collections of newman and of Bruno's command line, as files.

It must not run anything.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_KEPT = 'var found = pm.response.json().access_token; pm.collectionVariables.set("token", found);'
_SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def newman_files(shop: dict[str, str], order: str, folder: Path) -> None:
    """`token.json`, `get.json` and `update.json`: one more call each."""
    form = [
        {"key": key, "value": value}
        for key, value in (
            ("grant_type", "client_credentials"),
            ("client_id", shop["client_id"]),
            ("client_secret", shop["client_secret"]),
        )
    ]
    url = f"{shop['url']}/orders/{order}"
    bearer = {"key": "Authorization", "value": "Bearer {{token}}"}
    items: list[dict[str, Any]] = [
        {
            "name": "token",
            "event": [{"listen": "test", "script": {"exec": [_KEPT], "type": "text/javascript"}}],
            "request": {
                "method": "POST",
                "url": shop["token_url"],
                "body": {"mode": "urlencoded", "urlencoded": form},
            },
        },
        {"name": "get", "request": {"method": "GET", "header": [bearer], "url": url}},
        {
            "name": "update",
            "request": {
                "method": "POST",
                "header": [bearer, {"key": "Content-Type", "value": "application/json"}],
                "url": f"{url}?triggerEvents=false",
                "body": {"mode": "raw", "raw": json.dumps({"shippingDetails": "at the door"})},
            },
        },
    ]
    for count, name in enumerate(("token", "get", "update"), 1):
        collection = {"info": {"name": name, "schema": _SCHEMA}, "item": items[:count]}
        (folder / f"{name}.json").write_text(json.dumps(collection))


def bruno_files(shop: dict[str, str], order: str, folder: Path) -> None:
    """A collection `bruno` with a folder for each task, which holds one call more each."""
    collection = folder / "bruno"
    url = f"{shop['url']}/orders/{order}"
    token = f"""meta {{
  name: token
  type: http
  seq: 1
}}

post {{
  url: {shop["token_url"]}
  body: formUrlEncoded
  auth: none
}}

body:form-urlencoded {{
  grant_type: client_credentials
  client_id: {shop["client_id"]}
  client_secret: {shop["client_secret"]}
}}

script:post-response {{
  bru.setVar("token", res.body.access_token);
}}
"""
    get = f"""meta {{
  name: get
  type: http
  seq: 2
}}

get {{
  url: {url}
  body: none
  auth: bearer
}}

auth:bearer {{
  token: {{{{token}}}}
}}
"""
    update = f"""meta {{
  name: update
  type: http
  seq: 3
}}

post {{
  url: {url}?triggerEvents=false
  body: json
  auth: bearer
}}

auth:bearer {{
  token: {{{{token}}}}
}}

body:json {{
  {{"shippingDetails": "at the door"}}
}}
"""
    calls = {"token": token, "get": get, "update": update}
    for count, name in enumerate(calls, 1):
        (collection / name).mkdir(parents=True)
        for call in list(calls)[:count]:
            (collection / name / f"{call}.bru").write_text(calls[call])
    (collection / "bruno.json").write_text(
        json.dumps({"version": "1", "name": "peers", "type": "collection"})
    )
