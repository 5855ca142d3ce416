"""The README's table of fields, made from the declarations. `python -m tests.support.field_table` prints it.

It must not know a field of its own; a field that is not declared is not in the table.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from console.model.fields.field import Field
from console.model.records import Cart, Declared, LineItem, Order, fields

_KINDS = {
    "Text": "text",
    "Address": "e-mail address",
    "Link": "link",
    "Ip": "IP address",
    "Currency": "ISO-4217 code",
    "OneOf": "one of a list",
    "YesNo": "yes or no",
    "Number": "number",
    "Amount": "amount",
    "Quantity": "number",
    "Moment": "date or time",
    "OrderMoment": "date or time, from 2000-01-01 to five years ahead",
}
_RECORDS: tuple[tuple[str, type[Declared]], ...] = (("order", Order), ("cart", Cart), ("line item", LineItem))


def table() -> str:
    """Every declared field as a Markdown table: where it is, what it is called here and in the API, what it holds."""
    return "\n".join(
        ["| group | field | name in the API | holds | in | |", "|---|---|---|---|---|---|", *_rows()]
    )


def _rows() -> Iterator[str]:
    met: dict[tuple[str, str], tuple[Field, list[str]]] = {}
    for record, model in _RECORDS:
        for key, field in fields(model).items():
            met.setdefault((key, field.group), (field, []))[1].append(record)
    for (key, _), (field, records) in met.items():
        access = "" if field.writable else "read only"
        kind = _KINDS[type(field.kind).__name__]
        yield f"| {field.group} | {field.label} | `{key}` | {kind} | {', '.join(records)} | {access} |"


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
