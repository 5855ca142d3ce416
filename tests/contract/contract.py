"""Holds single requests and answers against openapi.yaml; it must not send anything, nor know the sandbox.

An answer is held to more than the schemas say in one point: every documented property is present, as the clients of
the real service rely on it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import idna
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

SPEC_FILE = Path(__file__).with_name("openapi.yaml")

_URI = "urn:orders-api"
_METHODS = ("get", "post", "put", "delete")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
_LOCAL = re.compile(r"""[^\s@(),:;<>\[\\\]".]+(\.[^\s@(),:;<>\[\\\]".]+)*|"[^"]+\"""")
_HOST = re.compile(r"(?!-)[A-Za-z0-9-]+(?<!-)(\.(?!-)[A-Za-z0-9-]+(?<!-))+")

formats = FormatChecker(formats=("uuid", "ipv4", "ipv6", "date"))


@formats.checks("date-time", raises=ValueError)
def _is_date_time(value: object) -> bool:
    if not isinstance(value, str):
        return True
    if not _DATE_TIME.fullmatch(value):
        return False
    datetime.fromisoformat(re.sub(r"\.\d+", "", value.upper()))
    return True


@formats.checks("idn-email")
def _is_mail(value: object) -> bool:
    """RFC 6531: letters of any script on both sides of the @; the host is judged as DNS has it."""
    if not isinstance(value, str):
        return True
    local, _, host = value.rpartition("@")
    try:
        encoded = idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return False
    return bool(_LOCAL.fullmatch(local) and _HOST.fullmatch(encoded))


@dataclass(frozen=True)
class Operation:
    """One operation of the contract; `pointer` is its place in the file, as a JSON pointer."""

    name: str
    method: str
    template: str
    pointer: str
    described: Mapping[str, Any]
    parameters: Mapping[tuple[str, str], str]


@cache
def spec() -> dict[str, Any]:
    """The contract as read from openapi.yaml."""
    loaded: dict[str, Any] = yaml.safe_load(SPEC_FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def operations() -> dict[str, Operation]:
    """Every operation by its operationId."""
    found = {}
    for template, item in spec()["paths"].items():
        for method in _METHODS:
            if method in item:
                place = f"#/paths/{_escaped(template)}"
                name = item[method]["operationId"]
                parameters = _parameters(f"{place}/parameters") | _parameters(f"{place}/{method}/parameters")
                found[name] = Operation(name, method, template, f"{place}/{method}", item[method], parameters)
    return found


def operation_of(method: str, url: str) -> Operation:
    """The operation that a method and a URL (or a path) mean; AssertionError when there is none."""
    path = urlsplit(url).path
    for candidate in operations().values():
        if candidate.method == method.lower() and _pattern(candidate.template).fullmatch(path):
            return candidate
    raise AssertionError(f"{method} {path} is not in the contract")


def check_request(method: str, url: str, headers: Mapping[str, str] | None, body: object) -> str:
    """The operationId of a request that keeps to the contract; AssertionError with all that is wrong otherwise.

    `url` may be a path. `body` is bytes or text as sent, or the JSON value, or None. With `headers` None only the
    address and the body are held against the contract.
    """
    operation = operation_of(method, url)
    faults = _address_faults(operation, url)
    sent = {name.lower(): value for name, value in headers.items()} if headers is not None else None
    is_token = operation.name == "issueToken"
    if sent is not None and not is_token and not sent.get("authorization", "").startswith("Bearer "):
        faults.append("the Authorization header is no Bearer token")
    described = operation.described.get("requestBody")
    if described is None:
        if body not in (None, b"", ""):
            faults.append("a body where the contract has none")
    else:
        media = next(iter(described["content"]))
        if sent is not None and sent.get("content-type", "").partition(";")[0].strip() != media:
            faults.append(f"Content-Type is {sent.get('content-type')!r}, not {media}")
        pointer = f"{operation.pointer}/requestBody/content/{_escaped(media)}/schema"
        value = _form(body) if is_token else _json(body)
        faults += _schema_faults(pointer, value, "body")
    return _settle(operation, f"{method} {_shown(url)}", faults)


def check_response(
    method: str, url: str, status: int, headers: Mapping[str, str] | None, body: object
) -> str:
    """The operationId of an answer that keeps to the contract; AssertionError with all that is wrong otherwise.

    `headers` None leaves the headers out; `body` as in `check_request`.
    """
    operation = operation_of(method, url)
    what = f"answer {status} to {method} {_shown(url)}"
    if str(status) not in operation.described["responses"]:
        raise AssertionError(f"{what}: the contract has no status {status} for {operation.name}")
    pointer, described = _resolved(f"{operation.pointer}/responses/{status}")
    faults: list[str] = []
    answered = {name.lower(): value for name, value in headers.items()} if headers is not None else None
    if answered is not None:
        faults += [
            f"the header {name} is missing"
            for name in described.get("headers", ())
            if not answered.get(name.lower())
        ]
    content = described.get("content")
    if content is None:
        if body not in (None, b"", ""):
            faults.append("a body where the contract has none")
        return _settle(operation, what, faults)
    media = next(iter(content))
    if answered is not None and answered.get("content-type", "").partition(";")[0] != media:
        faults.append(f"Content-Type is {answered.get('content-type')!r}, not {media}")
    if media == "application/json":
        value = _json(body)
        faults += _schema_faults(f"{pointer}/content/{_escaped(media)}/schema", value, "body")
        faults += _missing(value)
    return _settle(operation, what, faults)


def _settle(operation: Operation, what: str, faults: list[str]) -> str:
    if faults:
        raise AssertionError(f"{what} breaks the contract of {operation.name}:\n- " + "\n- ".join(faults))
    return operation.name


def _address_faults(operation: Operation, url: str) -> list[str]:
    parts = urlsplit(url)
    found = _pattern(operation.template).fullmatch(parts.path)
    assert found is not None
    faults = []
    for name, value in found.groupdict().items():
        faults += _schema_faults(operation.parameters["path", name], unquote(value), f"path {name}")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    for name, value in pairs:
        pointer = operation.parameters.get(("query", name))
        if pointer is None:
            faults.append(f"query {name} is not in the contract")
        else:
            typed = {"true": True, "false": False}.get(value, value) if _is_boolean(pointer) else value
            faults += _schema_faults(pointer, typed, f"query {name}")
    names = [name for name, _ in pairs]
    faults += [f"query {name} is given twice" for name in sorted(set(names)) if names.count(name) > 1]
    for (place, name), pointer in operation.parameters.items():
        required = place == "query" and _resolved(pointer.removesuffix("/schema"))[1].get("required")
        if required and name not in names:
            faults.append(f"query {name} is missing")
    return faults


def _parameters(pointer: str) -> dict[tuple[str, str], str]:
    try:
        count = len(_at(pointer))
    except KeyError:
        return {}
    found = {}
    for index in range(count):
        place, parameter = _resolved(f"{pointer}/{index}")
        found[parameter["in"], parameter["name"]] = f"{place}/schema"
    return found


def _schema_faults(pointer: str, value: object, what: str) -> list[str]:
    validator = Draft202012Validator({"$ref": _URI + pointer}, registry=_registry(), format_checker=formats)
    return [
        f"{what}{''.join(f'[{part!r}]' for part in error.absolute_path)}: {error.message[:300]}"
        for error in validator.iter_errors(value)
    ]


def _missing(value: object) -> list[str]:
    """Documented properties that an answered order, cart or line item lacks."""
    if isinstance(value, list):
        return [fault for item in value for fault in _missing(item)]
    faults: list[str] = []
    if isinstance(value, dict):
        kind = "Order" if "orderId" in value else "Cart" if "cartId" in value else None
        kind = kind or ("LineItem" if "position" in value else None)
        if kind is not None:
            known = set(spec()["components"]["schemas"][kind]["properties"])
            faults += [f"{kind} lacks {name}" for name in sorted(known - set(value))]
            faults += [f"{kind} has {name}, unknown to the contract" for name in sorted(set(value) - known)]
            faults += _missing(value.get("lineItems"))
    return faults


@cache
def _registry() -> Registry[Any]:
    empty: Registry[Any] = Registry()
    filled: Registry[Any] = empty.with_resource(_URI, DRAFT202012.create_resource(spec()))
    return filled


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template))


def _is_boolean(pointer: str) -> bool:
    return bool(_at(pointer).get("type") == "boolean")


def _at(pointer: str) -> Any:
    node: Any = spec()
    for part in pointer.removeprefix("#/").split("/"):
        part = part.replace("~1", "/").replace("~0", "~")
        node = node[int(part)] if isinstance(node, list) else node[part]
    return node


def _resolved(pointer: str) -> tuple[str, Any]:
    node = _at(pointer)
    return (node["$ref"], _at(node["$ref"])) if "$ref" in node else (pointer, node)


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def _shown(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _json(body: object) -> object:
    if not isinstance(body, bytes | str):
        return body
    try:
        return json.loads(body, parse_float=Decimal)
    except ValueError as error:
        raise AssertionError(f"the body is not JSON: {error}") from error


def _form(body: object) -> object:
    if not isinstance(body, bytes | str):
        return body
    text = body.decode() if isinstance(body, bytes) else body
    return dict(parse_qsl(text, keep_blank_values=True))
