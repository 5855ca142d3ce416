"""The declared fields against the contract, and the reading of whatever a server may send.

It must not look at how a field is shown or typed; that is for the tests of kinds and drafts.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from console.model import records
from console.model.drafts.checks import state
from console.model.drafts.draft import Draft
from console.model.fields.field import Kind, Raw
from console.model.fields.kinds import CURRENCY, EMAIL, IP, MOMENT, ORDER_MOMENT
from console.model.records import Cart, Declared, LineItem, Order, States, fields, value
from tests.model.samples import CART, ORDER, READ_AT, cart, order
from tests.support.tries import tries

CONTRACT = Path(__file__).parents[1] / "contract" / "openapi.yaml"
NEVER_SENT = {"status"}  # deprecated, and it beats `states`: the console never sends it


@cache
def schemas() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))["components"]["schemas"]
    return found


def properties(schema: str) -> dict[str, Any]:
    found: dict[str, Any] = schemas()[schema]["properties"]
    return found


def json_types(described: dict[str, Any]) -> set[str]:
    """The JSON types of a property, null apart."""
    if "$ref" in described:
        return json_types(schemas()[described["$ref"].rpartition("/")[2]])
    if "oneOf" in described:
        return set[str]().union(*map(json_types, described["oneOf"]))
    named = described["type"]
    return {named} - {"null"} if isinstance(named, str) else set(named) - {"null"}


def declared(model: type[Declared]) -> set[str]:
    """Every API name of a model at its top level."""
    return {name.partition(".")[0] for name in fields(model)} | (
        {"lineItems"} if issubclass(model, records.Record) else set()
    )


MODELS = [
    (Order, "Order", "OrderUpdateRequest"),
    (Cart, "Cart", "CartUpdateRequest"),
    (LineItem, "LineItem", "LineItemInput"),
    (States, "States", "StatesInput"),
]


@pytest.mark.parametrize(("model", "answer", "request_body"), MODELS)
class TestContract:
    def test_every_documented_field_is_declared_and_no_other(
        self, model: type[Declared], answer: str, request_body: str
    ) -> None:
        assert declared(model) == set(properties(answer)) | set(properties(request_body))

    def test_what_is_only_sent_is_tid(self, model: type[Declared], answer: str, request_body: str) -> None:
        only_sent = set(properties(request_body)) - set(properties(answer))
        assert only_sent == ({"tid"} if issubclass(model, records.Record) else set())

    def test_writable_is_what_an_update_takes(
        self, model: type[Declared], answer: str, request_body: str
    ) -> None:
        writable = {name.partition(".")[0] for name, field in fields(model).items() if field.writable}
        nested = {"lineItems"} if issubclass(model, records.Record) else set()
        assert writable | nested == set(properties(request_body)) - NEVER_SENT

    def test_types_are_those_of_the_answer(
        self, model: type[Declared], answer: str, request_body: str
    ) -> None:
        told = properties(request_body) | properties(answer)
        names = {str: {"string"}, bool: {"boolean"}, Decimal: {"number"}}
        for name, field in fields(model).items():
            if "." not in name:
                documented = {"number" if kind == "integer" else kind for kind in json_types(told[name])}
                assert documented == names[field.kind.holds], name


def refers(schema: str, name: str) -> str:
    return str(properties(schema)[name].get("$ref", "")).rpartition("/")[2]


@pytest.mark.parametrize(
    ("model", "request_body"), [(Order, "OrderUpdateRequest"), (Cart, "CartUpdateRequest")]
)
@pytest.mark.parametrize(
    ("kinds", "schema"),
    [({MOMENT, ORDER_MOMENT}, "DateInput"), ({CURRENCY}, "Currency"), ({IP}, "IpAddress")],
)
def test_a_kind_is_used_where_the_contract_names_its_form(
    model: type[Declared], request_body: str, kinds: set[Kind], schema: str
) -> None:
    writable = {name: field for name, field in fields(model).items() if field.writable}
    of_kind = {name for name, field in writable.items() if field.kind in kinds}
    assert of_kind == {name for name in properties(request_body) if refers(request_body, name) == schema}


@pytest.mark.parametrize("model", [Order, Cart])
def test_the_one_email_is_an_address(model: type[Declared]) -> None:
    assert [name for name, field in fields(model).items() if field.kind is EMAIL] == ["emailAddress"]


def test_the_enums_are_those_of_the_contract() -> None:
    assert list(records.PHASES) == schemas()["CartPhase"]["enum"]
    closed = {status for status in schemas()["CartStatus"]["enum"] if cart(status=status).closed}
    assert closed == {"EXPIRED", "COMPLETE"}
    statuses = schemas()["OrderStatus"]["enum"]
    by_states = [state(order(states={"processed": on}, status=None)).upper() for on in (False, True)]
    assert by_states == statuses


def test_required_cells_are_those_of_the_contract() -> None:
    from console.model.lines.lines import REQUIRED

    assert list(REQUIRED) == schemas()["LineItemInput"]["required"]


@pytest.mark.parametrize("model", [Order, Cart])
def test_every_field_has_a_label_of_its_own(model: type[Declared]) -> None:
    labels = [field.label for field in fields(model).values()]
    assert len(set(labels)) == len(labels)
    assert all(field.label and field.group for field in fields(model).values())


def test_states_come_first_and_by_dotted_names() -> None:
    assert list(fields(Order))[:2] == ["states.processed", "states.shipped"]
    assert value(order(), "states.processed") is True


def test_ids_are_named_alike_in_orders_and_carts() -> None:
    assert (order().id, order().customer_id, order().kind) == (
        "0ad24370-96de-4922-9a53-954530fcbb64",
        "1001",
        "order",
    )
    assert (cart().id, cart().customer_id, cart().kind) == (CART["cartId"], "C-2207", "cart")
    assert Order().id == Order().customer_id == ""


# -- lenient reading --------------------------------------------------------------------------------------

ODD = [
    # field, what came, what is held
    ("status", "REFUNDED", "REFUNDED"),
    ("phase", "PACKING", "PACKING"),
    ("lineItems", None, ()),
    ("lineItems", "none", Raw("none")),
    ("lineItems", [{"name": "Mug"}, 3], Raw([{"name": "Mug"}, 3])),
    ("grandTotal", "3.99", Raw("3.99")),
    ("grandTotal", True, Raw(True)),
    ("grandTotal", 4, Decimal(4)),
    ("grandTotal", Decimal("4.10"), Decimal("4.10")),
    ("grandTotal", Decimal("1E+999999"), Raw(Decimal("1E+999999"))),
    ("hasTracking", 1, Raw(1)),
    ("hasTracking", "false", Raw("false")),
    ("contactId", Decimal(12), Raw(Decimal(12))),
    ("emailAddress", {"address": "a@b.c"}, Raw({"address": "a@b.c"})),
    ("currency", ["USD"], Raw(["USD"])),
    ("shippingDate", 1511841194322, Raw(1511841194322)),
    ("shippingDate", "2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z"),
    ("createdDate", "10000-01-01T00:00:00Z", "10000-01-01T00:00:00Z"),
]


@pytest.mark.fault(46, 47)
@pytest.mark.parametrize(("name", "came", "held"), ODD)
def test_odd_values_are_kept_as_they_came(name: str, came: Any, held: Any) -> None:
    model = Cart if name == "phase" else Order
    found = value(model.model_validate({name: came}), name)
    assert found == held
    assert type(found) is type(held)


@pytest.mark.parametrize(
    ("came", "processed"),
    [
        ({"processed": True}, True),
        ({"processed": "true"}, Raw("true")),
        ({"json": 5}, None),
        ({}, None),
        (None, None),
        ("PROCESSED", Raw("PROCESSED")),
        ([True], Raw([True])),
    ],
)
def test_states_in_any_form(came: Any, processed: Any) -> None:
    assert value(order(states=came), "states.processed") == processed


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("3.99", '"3.99"'),
        (Decimal("3.990"), "3.990"),
        (True, "true"),
        ({"a": [Decimal("1.10"), None, "ü"]}, '{"a": [1.10, null, "ü"]}'),
    ],
)
def test_an_ill_formed_value_is_shown_as_the_json_it_came_as(raw: Any, text: str) -> None:
    assert str(Raw(raw)) == text


def test_unknown_properties_are_kept_apart() -> None:
    found = order(orderSource="WEBSITE", kind="x", id=3, lines=[1], model_extra={})
    assert set(found.model_extra or {}) == {"orderSource", "kind", "id", "lines", "model_extra"}
    assert (found.kind, found.id, len(found.lines)) == ("order", order().id, 2)


@pytest.mark.parametrize(("name", "came", "held"), ODD)
def test_a_record_dumps_to_the_answer_it_was_read_from(name: str, came: Any, held: Any) -> None:
    record = Order.model_validate(ORDER | {"orderSource": "WEBSITE", name: came})
    answer = record.model_dump(by_alias=True)
    assert Order.model_validate(answer) == record
    assert {name: answer[name] for name in ("orderSource", "states")} == {
        "orderSource": "WEBSITE",
        "states": ORDER["states"],
    }


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
LINE = st.dictionaries(st.sampled_from(sorted(declared(LineItem))) | st.text(max_size=5), JSON, max_size=4)
NAMES = st.sampled_from(sorted({*ORDER, *CART, "tid"})) | st.text(max_size=8)
ANY_OBJECT = st.dictionaries(NAMES, JSON | st.lists(JSON | LINE, max_size=3), max_size=8)


@given(ANY_OBJECT)
@tries(150)
def test_any_object_can_be_read_shown_and_left_alone(came: dict[str, Any]) -> None:
    for model in (Order, Cart):
        record = model.model_validate(came)
        untouched = Draft(record, READ_AT)
        for name in fields(model):
            assert len(untouched.shown(name)) < 5_000
            assert not untouched.reading(name).error
        assert not any((untouched.dirty, untouched.changes(), untouched.problems(), untouched.payload()))
        assert isinstance(record.id + record.customer_id + record.closed, str)


@pytest.mark.parametrize(
    ("record", "called"),
    [
        (order(), "order #1001"),
        (order(customerOrderId="A-7"), "order A-7"),
        (order(customerOrderId=""), "order 0ad24370"),
        (cart(), "cart C-2207"),
        (cart(customerCartId="2207"), "cart 2207"),
    ],
)
def test_what_a_record_is_called_in_a_sentence(record: Order | Cart, called: str) -> None:
    assert record.called == called
