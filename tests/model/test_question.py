"""What typed and pasted texts are taken for, and what is refused before anything is sent.

It must not look anything up; where a question leads is for the tests of the look-up.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.api import ids
from console.model.question import NotAnId, Question, spellings, understand, understood
from console.model.shop_link import LookFor
from tests.support.tries import tries

ONE, OTHER = "0ad24370-96de-4922-9a53-954530fcbb64", "7255c31c-39ac-4611-a2b7-974b0ebfa555"
SHORT = ONE.replace("-", "")
BY_ID, BY_OWN = "an order or cart ID", "the shop's own order or cart ID"


def asked(text: str, look_for: LookFor = "anything") -> list[tuple[str, str, str]]:
    """What is tried first for each question, and what it was taken for."""
    return [(one.tries[0].by, one.tries[0].id, one.taken_for) for one in understand(text, look_for)]


@pytest.mark.parametrize(
    "text",
    [
        ONE,
        ONE.upper(),
        f"  {ONE}\n",
        f"{{{ONE}}}",
        f"({ONE})",
        f"#{ONE}",
        f"# {ONE}",
        f"{{#{ONE}}}",
        f'"{ONE}"',
        f"“{ONE}”",
        f"‘{ONE}’,",
        f"`{ONE}`;",
        SHORT,
        SHORT.upper(),
        f"urn:uuid:{ONE}",
        f"URN:UUID:{ONE.upper()}",
        f"{{urn:uuid:{ONE}}}",
        f"\u200b{ONE}\ufeff",
        f"\u00a0{ONE}\u00a0",
        ONE.replace("-", "\u2011"),
        ONE.replace("-", "–"),
        f"order {ONE}",
        f"Order ID: {ONE}",
        f"Order #{ONE}",
        f'"orderId": "{ONE}",',
        f"{ONE} {ONE.upper()} {SHORT}",
    ],
)
def test_a_uuid_in_any_dress(text: str) -> None:
    assert asked(text) == [("id", ONE, BY_ID)]


@pytest.mark.parametrize(
    ("text", "own_id"),
    [
        ("1001", "1001"),
        ("#1001", "1001"),
        (" 1001 ", "1001"),
        ('"1001"', "1001"),
        ("ORDER-123456789", "ORDER-123456789"),
        ("abc|def", "abc|def"),
        ("C 2207/".rstrip("/"), "C 2207"),
        ("jane@example.com", "jane@example.com"),
        ("Größe_7", "Größe_7"),
        ("2026.11.21", "2026.11.21"),
        ("x", "x"),
        (ONE + "0", ONE + "0"),
        (f"shop-{ONE}", f"shop-{ONE}"),
        ("a" * 100, "a" * 100),
    ],
)
def test_a_customer_id_is_kept_letter_for_letter(text: str, own_id: str) -> None:
    assert asked(text) == [("customer id", own_id, BY_OWN)]


@pytest.mark.parametrize(
    ("look_for", "text", "kinds", "taken_for"),
    [
        ("anything", ONE, ["order", "cart"], BY_ID),
        ("order", ONE, ["order"], "an order ID"),
        ("cart", ONE, ["cart"], "a cart ID"),
        ("anything", "1001", ["order", "cart"], BY_OWN),
        ("order", "1001", ["order"], "a customer order ID"),
        ("cart", "1001", ["cart"], "a customer cart ID"),
        ("anything", f"https://x.example/carts/{ONE}", ["cart"], "a cart ID"),
        ("anything", f"https://x.example/{ONE}", ["order", "cart"], BY_ID),
        # what was asked for outranks what the link calls it
        ("order", f"https://x.example/carts/{ONE}", ["order"], "an order ID"),
        ("cart", "https://x.example/orders/1001", ["cart"], "a customer cart ID"),
        ("cart", "https://x.example/orders/1001/carts/7", ["cart"], "a customer cart ID"),
    ],
)
def test_where_to_look(look_for: LookFor, text: str, kinds: list[str], taken_for: str) -> None:
    (question,) = understand(text, look_for)
    assert ([one.kind for one in question.tries], question.taken_for) == (kinds, taken_for)


@pytest.mark.parametrize(
    ("link", "by", "found", "taken_for"),
    [
        (f"https://x.example/orders/{ONE}", "id", ONE, "an order ID"),
        (f"https://x.example/orders/{ONE.upper()}/edit?tab=1#top", "id", ONE, "an order ID"),
        (f"<https://x.example/order/{SHORT}>", "id", ONE, "an order ID"),
        (f"https://x.example/customers/{OTHER}/orders/{ONE}", "id", ONE, "an order ID"),
        (f"https://x.example/show?orderId={ONE}&contactId={OTHER}", "id", ONE, "an order ID"),
        (f"https://x.example/show?cart_id={ONE}", "id", ONE, "a cart ID"),
        (f"https://x.example/#/carts/{ONE}?tab=1", "id", ONE, "a cart ID"),
        (f"https://x.example/?q={ONE}", "id", ONE, BY_ID),
        (f"https://x.example/a;jsessionid=1,2/{ONE}", "id", ONE, BY_ID),
        (f"x.example/orders/{ONE}", "id", ONE, "an order ID"),
        ("https://x.example/orders/1001", "customer id", "1001", "a customer order ID"),
        ("https://x.example/orders/1001/", "customer id", "1001", "a customer order ID"),
        ("https://x.example/orders/1001/edit", "customer id", "1001", "a customer order ID"),
        ("https://x.example/orders/customerOrderId/1001", "customer id", "1001", "a customer order ID"),
        ("https://x.example/#/orders/1001", "customer id", "1001", "a customer order ID"),
        ("https://x.example/carts/C%2D2207", "customer id", "C-2207", "a customer cart ID"),
        ("https://x.example/sales/order/view/order_id/123/", "customer id", "123", "a customer order ID"),
        ("https://x.example/orders/sold?order_id=1001", "customer id", "1001", "a customer order ID"),
        ("https://x.example/view-order/1001/", "customer id", "1001", "a customer order ID"),
        (
            "https://x.example/order-received/1001/?key=wc_order_a1",
            "customer id",
            "1001",
            "a customer order ID",
        ),
        ("https://x.example/commande/1001", "customer id", "1001", "a customer order ID"),
        ("https://x.example/admin?order=1001", "customer id", "1001", "a customer order ID"),
        ("www.x.example:8080/orders/1001", "customer id", "1001", "a customer order ID"),
    ],
)
def test_a_link_is_searched_for_the_id_it_names(link: str, by: str, found: str, taken_for: str) -> None:
    assert asked(link) == [(by, found, taken_for)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{ONE}\n{OTHER}", [ONE, OTHER]),
        (f"{ONE}\r\n\r\n{OTHER}\r\n", [ONE, OTHER]),
        (f"{ONE}\t1001", [ONE, "1001"]),
        (f"{ONE}, {OTHER}; 1001", [ONE, OTHER, "1001"]),
        (f"{ONE} {OTHER}", [ONE, OTHER]),
        (f"{ONE} {OTHER}\n1001", [ONE, OTHER, "1001"]),
        ("#1001,#1002", ["1001", "1002"]),
        ("1001\n1001", ["1001"]),
        (f"{ONE}\n{ONE.upper()}", [ONE]),
        (f"https://x.example/orders/{ONE},https://x.example/orders/{OTHER}", [ONE, OTHER]),
        (f"https://x.example/orders/{ONE} https://x.example/orders/1001", [ONE, "1001"]),
        (f"1001, https://x.example/orders/{ONE}", ["1001", ONE]),
        (
            "\n".join(str(number) for number in range(1000, 1020)),
            [str(number) for number in range(1000, 1020)],
        ),
    ],
)
def test_several_ids(text: str, found: list[str]) -> None:
    assert [question.tries[0].id for question in understand(text)] == found


def ids_of(text: str) -> list[list[str]]:
    """The ids that are tried for each question, in order."""
    return [list(dict.fromkeys(one.id for one in question.tries)) for question in understand(text)]


@pytest.mark.parametrize(
    ("text", "tried"),
    [
        ("SO/2024/0015", [["SO/2024/0015"]]),
        ("INV.AB/2024/1", [["INV.AB/2024/1"]]),
        ("O'Neil-3", [["O'Neil-3"]]),
        ("O’Neil-3", [["O’Neil-3", "O'Neil-3"]]),
        ("50%-off/1", [["50%-off/1"]]),
        ("a\\7?c#d&e=f", [["a\\7?c#d&e=f"]]),
        ("1001..2", [["1001..2"]]),
        ("#7702", [["7702", "#7702"]]),
        ("Order #7701", [["7701", "#7701"]]),
        ("Order 7701", [["7701", "Order 7701"]]),
        ("My order no. 7701.", [["7701", "7701.", "My order no. 7701."]]),
        ("7701.", [["7701", "7701."]]),
        ('"7701".', [["7701"]]),
        ("Order:7701", [["7701"]]),
        ("orderNumber=7701", [["7701"]]),
        ('"customerOrderId": "SO-7"', [["SO-7"]]),
        ("Bestellung 7701", [["7701", "Bestellung 7701"]]),
        ("Bestell-Nr.: 7701", [["7701"]]),
        ("Nr.7701", [["7701", "Nr.7701"]]),
        ("INV.2024", [["INV.2024"]]),
        ("Order#7701", [["7701", "#7701"]]),
        ("№ 7701", [["7701"]]),
        ("Commande n° 7701", [["7701", "Commande n° 7701"]]),
        ("Numéro de commande : 7701", [["7701"]]),
        ("Nº de pedido: 7701", [["7701"]]),
        ("Ordine n. 12/2024", [["12/2024", "Ordine n. 12/2024"]]),
        ("Nr zamówienia: 7701", [["7701"]]),
        ("Číslo objednávky: 7701", [["7701"]]),
        ("注文番号：7701", [["7701", "注文番号：7701"]]),
        ("订单号7701", [["7701", "订单号7701"]]),
        ("주문번호 7701", [["7701", "주문번호 7701"]]),
        ("PO 55123", [["PO 55123"]]),
        ("SO 2024 0015", [["SO 2024 0015"]]),
        ("Order", [["Order"]]),
        ("7701 7702", [["7701"], ["7702"]]),
        ("#7701 #7702", [["7701", "#7701"], ["7702", "#7702"]]),
        ("Order 7701 and 7702.", [["7701"], ["7702", "7702."]]),
        ("7701 / 7702", [["7701"], ["7702"]]),
        ("SO/2024/0015 SO/2024/0016", [["SO/2024/0015"], ["SO/2024/0016"]]),
        ("Tu pedido 7701", [["Tu pedido 7701", "7701"]]),
        ("Ihre Bestellung #7701", [["7701", "#7701"]]),
        ("Commande n°7701", [["7701", "Commande n°7701", "n°7701"]]),
        ("Numero d'ordine 7701", [["7701", "Numero d'ordine 7701"]]),
        ("Objednávka č. 7701", [["7701", "Objednávka č. 7701"]]),
        ("Pedido n.º 7701", [["7701", "Pedido n.º 7701"]]),
        ("Αριθμός παραγγελίας: 7701", [["7701"]]),
        ("Поръчка №7701", [["7701"]]),
        ("\u0631\u0642\u0645 \u0627\u0644\u0637\u0644\u0628: 7701", [["7701"]]),
        ("Order – 7701", [["7701", "Order – 7701"]]),
        ("Re: Order #7701", [["Re: Order #7701", "7701", "#7701"]]),
        ("Where is order 7701?", [["Where is order 7701", "Where is order 7701?", "7701"]]),
        ("Order #7701 confirmed", [["7701 confirmed", "#7701 confirmed", "7701", "#7701"]]),
        ("Order 7701 B", [["7701 B", "Order 7701 B"]]),
        ("Amazon 302-1234567-1234567", [["302-1234567-1234567", "Amazon 302-1234567-1234567"]]),
        ("7701 (2)", [["7701 (2)", "7701 (2"]]),
        ('"#7701 (2)".', [["7701 (2)", "7701 (2", "#7701 (2"]]),
        ("• 7701", [["7701"]]),
        ("- 7701\n- 7702", [["7701"], ["7702"]]),
        ("*7701*", [["7701"]]),
        ("**#7701**", [["7701", "#7701"]]),
        ("7701*", [["7701*"]]),
        (f"{ONE}.", [[ONE]]),
        (f"Order {ONE}.", [[ONE]]),
    ],
)
def test_what_shops_and_people_write_around_an_id_is_tried_without_it_first(
    text: str, tried: list[list[str]]
) -> None:
    assert ids_of(text) == tried


def test_one_unreadable_piece_does_not_refuse_the_others() -> None:
    found = understood("1001\n..\n1002, ??")
    assert [question.tries[0].id for question in found.questions] == ["1001", "1002"]
    assert found.left_out == (refused(".."), refused("??"))


EMPTY, LONG = "Type or paste an ID first.", "This is too long for an ID; nothing was looked up."


def refused(text: str) -> str:
    return f"“{text}” is not an ID. An ID is a UUID, the shop's own order or cart ID, or a link that has one."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", EMPTY),
        (" \n\t", EMPTY),
        ("\u200b", EMPTY),
        (",;", EMPTY),
        ("..", refused("..")),
        (".", refused(".")),
        ("{}", refused("{}")),
        ("#", refused("#")),
        ("a/b", refused("a/b")),
        ("../carts/1", refused("../carts/1")),
        ("a?force=true", refused("a?force=true")),
        ("a#x", refused("a#x")),
        ("a\\b", refused("a\\b")),
        ("a&b=c", refused("a&b=c")),
        ("'; DROP TABLE", refused("'")),
        ("%2e%2e", refused("%2e%2e")),
        ("a\x00b", refused("a�b")),
        ("a\u2028b", refused("a�b")),
        ("1001\n..", refused("..")),
        ("b" * 101, refused("b" * 39 + "…")),
        ("x" * 10_240, LONG),
        (f"{ONE}?force=true", refused(f"{ONE}?fo…")),
        (
            "https://x.example/orders",
            "There is no order or cart ID in this link (x.example); nothing was looked up.",
        ),
        (
            "https://x.example/orders/..",
            "There is no order or cart ID in this link (x.example); nothing was looked up.",
        ),
        (
            "https://x.example/orders/%2e%2e%2f",
            "There is no order or cart ID in this link (x.example); nothing was looked up.",
        ),
        (
            f"https://x.example/commit/{SHORT}01234567",
            "There is no order or cart ID in this link (x.example); nothing was looked up.",
        ),
        (
            f"https://x.example/{ONE}/{OTHER}",
            "There are 2 IDs in this link (x.example); paste the one you mean.",
        ),
        (
            "https://x.example/carts/7/orders/1001",
            "There are 2 IDs in this link (x.example); paste the one you mean.",
        ),
        ("https://[bad", "This link cannot be read; nothing was looked up."),
        (
            "\n".join(str(number) for number in range(1000, 1021)),
            "These are 21 IDs; look up at most 20 at once.",
        ),
    ],
)
def test_what_is_no_id_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(NotAnId) as said:
        understand(text)
    assert str(said.value) == sentence


def safe(question: Question) -> bool:
    """Whether each id stays one segment of a path, and the client lets it through."""
    for one in question.tries:
        check = ids.record_id if one.by == "id" else ids.customer_id
        url = f"https://api.example.com/{one.kind}s/{check(one.id, one.kind)}"
        if urlsplit(url).path != f"/{one.kind}s/{quote(one.id, safe='')}" or urlsplit(url).query:
            return False
        if not one.id.isprintable() or not one.id.lstrip("#")[:1].replace("_", "a").isalnum():
            return False
    return True


BITS = [
    ONE,
    SHORT,
    "1001",
    "orders/",
    "https://x.example/",
    "?order=",
    "#",
    "..",
    "%2e",
    "/",
    " ",
    "\n",
    ",",
    "{",
]


@pytest.mark.parametrize("look_for", ["anything", "order", "cart"])
@given(
    text=st.text(max_size=30) | st.lists(st.sampled_from(BITS) | st.text(max_size=3), max_size=6).map("".join)
)
@tries(150)
def test_any_text_asks_for_safe_ids_or_is_refused(look_for: LookFor, text: str) -> None:
    try:
        questions = understand(text, look_for)
    except NotAnId as said:
        assert str(said).endswith(".")  # noqa: PT017 - both ways are right, for different texts
        assert str(said).isprintable()  # noqa: PT017
    else:
        assert 1 <= len(questions) <= 20
        assert len(set(questions)) == len(questions)
        assert all(map(safe, questions))


def test_the_spellings_of_an_id_are_those_of_the_text_that_means_it() -> None:
    assert spellings(["two words, no id", "#7703", "#7702"], "7702") == ("7702", "#7702")
    assert spellings(["#7702"], "#7702") == ("#7702",), "no text means that one first"
    assert spellings(["7702"], "7702") == ("7702",)
    assert spellings([], "7702") == ("7702",)
