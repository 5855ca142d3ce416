"""An environment as a file for colleagues: everything about it but its secret.

It must not hold, read or write a secret, and what stands in such a file is only proposed: whoever takes it over looks at it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, StrictBool, StrictStr, ValidationError

from console.model.environment import Accent, Environment
from console.store import files
from console.store.files import StoreTrouble

_FORMAT, _LARGEST = 1, 64 * 1024


class HandedOn(BaseModel):
    """What such a file says; texts are as somebody wrote them, and none of them was judged yet."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    name: StrictStr
    api_url: StrictStr
    token_url: StrictStr
    client_id: StrictStr
    accent: Accent = "production"
    ca_file: StrictStr = ""
    proxy: StrictStr = ""
    auth_method: StrictStr = "post"
    scope: StrictStr = ""
    read_only: StrictBool = False


def write(path: Path, environment: Environment) -> None:
    """Write the environment without its secret, in place of what may be there. Raises `StoreTrouble`."""
    content = {
        "order_console": "environment",
        "format": _FORMAT,
        "name": environment.name,
        "api_url": environment.api_url,
        "token_url": environment.token_url,
        "client_id": environment.client_id,
        "accent": environment.accent,
        "ca_file": environment.ca_file or "",
        "proxy": environment.proxy or "",
        "auth_method": environment.auth_method,
        "scope": environment.scope,
        "read_only": environment.read_only,
    }
    files.replace(path, (json.dumps(content, indent=2) + "\n").encode())


def read(path: Path) -> HandedOn:
    """What the file says. Raises `StoreTrouble` with a sentence where it is no such file, or cannot be read.

    A secret that somebody wrote into it is left out.
    """
    try:
        with path.open("rb") as opened:
            raw = opened.read(_LARGEST + 1)
    except OSError as error:
        raise files.trouble("read", path, error) from None
    content = _parsed(raw) if len(raw) <= _LARGEST else None
    if content is None or content.get("order_console") != "environment":
        raise StoreTrouble(f"{path.name} is not an environment that was exported by Order Console.")
    if content.get("format") != _FORMAT:
        raise StoreTrouble(f"{path.name} was written by a newer Order Console; this one cannot take it over.")
    try:
        return HandedOn.model_validate(content)
    except ValidationError as invalid:
        first = invalid.errors(include_input=False, include_url=False, include_context=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise StoreTrouble(f"{path.name} cannot be taken over: {field}: {first['msg']}.") from None


def _parsed(raw: bytes) -> dict[str, Any] | None:
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None
