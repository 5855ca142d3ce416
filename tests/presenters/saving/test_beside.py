"""What moved beside what was sent is told as what it is: the server's own doing, a colleague's, or one of both."""

from __future__ import annotations

from typing import Any

import pytest

from tests.presenters.given import MakeClient, Opened
from tests.support.jobs import InlineJobs
from tests.support.raw_server import RawServer, reply_json
from tests.support.sandbox import SAMPLE_ORDER

HELD: dict[str, Any] = {
    "orderId": SAMPLE_ORDER,
    "currency": "USD",
    "subtotal": 20,
    "taxAmount": 0,
    "shippingAmount": 0,
    "discountAmount": 0,
    "grandTotal": 20,
    "contactId": "c-1",
    "lineItems": [{"name": "Pot", "quantity": 2, "unitPrice": 10, "totalPrice": 20}],
}


def kept(total: float) -> dict[str, Any]:
    return HELD | {"lineItems": [HELD["lineItems"][0] | {"quantity": 4.1, "totalPrice": total}]}


@pytest.mark.parametrize(
    ("answer", "tone", "said"),
    [
        (
            kept(41) | {"subtotal": 41, "grandTotal": 41},
            "good",
            "The server set Subtotal to 41.00 and Grand total to 41.00.",
        ),
        (
            kept(41) | {"subtotal": 41, "grandTotal": 50},
            "warn",
            "The server set Subtotal to 41.00. Grand total (20.00 → 50.00) moved too: the server set it along with "
            "your change, or someone else did.",
        ),
        (
            kept(41) | {"subtotal": 41, "grandTotal": 41, "contactId": "c-2"},
            "warn",
            "The server set Subtotal to 41.00 and Grand total to 41.00. Meanwhile someone else changed Contact ID "
            "(c-1 → c-2).",
        ),
    ],
)
def test_a_total_that_the_server_worked_out_anew_is_not_someone_elses(
    make_client: MakeClient, answer: dict[str, Any], tone: str, said: str
) -> None:
    with RawServer(reply_json(HELD), reply_json(HELD), reply_json(answer)) as server:
        client = make_client(server)
        opened = Opened(InlineJobs(), client, client.get_order(SAMPLE_ORDER))
        opened.editor.lines.cell_typed(0, "quantity", "4.1")
        opened.editor.lines.cell_typed(0, "totalPrice", "41")
        opened.save()
    assert opened.said.endswith(said)
    assert opened.state.notice is not None
    assert opened.state.notice.tone == tone


def test_what_moved_before_the_write_is_someone_elses(make_client: MakeClient) -> None:
    moved = HELD | {"grandTotal": 41}
    answer = kept(41) | {"subtotal": 41, "grandTotal": 41}
    with RawServer(reply_json(HELD), reply_json(moved), reply_json(answer)) as server:
        client = make_client(server)
        opened = Opened(InlineJobs(), client, client.get_order(SAMPLE_ORDER))
        opened.editor.lines.cell_typed(0, "quantity", "4.1")
        opened.editor.lines.cell_typed(0, "totalPrice", "41")
        opened.save()
    assert opened.said.endswith(
        "The server set Subtotal to 41.00. Meanwhile someone else changed Grand total (20.00 → 41.00)."
    )
