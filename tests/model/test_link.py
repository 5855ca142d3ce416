"""Links of the console's own: one meaning or a sentence, and whatever is written can be read again."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from console.model.link import BadLink, OwnLink, read, shown, standing_in, written
from console.model.question import NotAnId, Question, Understood, understand, understood
from tests.support.tries import tries

ORDER = "0ad24370-96de-4922-9a53-954530fcbb64"
ANY = st.text(max_size=40)


@given(st.sampled_from(["order", "cart"]), st.text(min_size=1, max_size=40), st.one_of(st.just(""), ANY))
@example("order", "SO/2024/0015", "Müller & Söhne, live #1?")
@example("cart", "100 % wool", "50%")
def test_what_is_written_is_read_as_it_was_meant(kind: str, id: str, environment: str) -> None:
    link = OwnLink(kind, id, environment)  # type: ignore[arg-type]
    try:
        text = written(link)
    except BadLink:
        assume(False)
    assert read(text) == link
    assert text.isascii()
    assert standing_in(f"Please see <{text}>, thank you.")[0] == (text,)


@pytest.mark.parametrize("environment", ["%20", "a\nb", "\u202egnippohS", "x" * 61])
def test_what_could_be_misread_is_not_written(environment: str) -> None:
    with pytest.raises(BadLink):
        written(OwnLink("order", ORDER, environment))


PIECES = st.sampled_from(
    ["order-console:", "//", "order", "cart", "/", ORDER, "1001", "?environment=", "A", "&", "#", "@", ":80", "%",
     "%20", "%25", "%00", "%ff", "..", "\\", "\u202e", "\u200b", "\0", "\n", " ", "+", ";", ",", "ship=1", "=", "é"]
)  # fmt: skip


@tries(300)
@given(st.one_of(ANY, st.lists(PIECES, max_size=12).map("".join)).map(lambda text: f"order-console:{text}"))
def test_any_link_is_one_look_up_or_one_plain_sentence(text: str) -> None:
    try:
        found = understood(text)
    except NotAnId as refused:
        said = str(refused)
        assert said.isprintable()
        assert said.count(". ") == 0
        assert said.endswith(".")
        return
    assert len(found.questions) >= 1
    for question in found.questions:
        assert all(one.id.isprintable() and one.id for one in question.tries)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (f"order-console:order/{ORDER}", "does not begin with order-console://order/"),
        (f"order-console:///order/{ORDER}", "is to neither an order nor a cart"),
        (f"order-console://orders/{ORDER}", "is to neither an order nor a cart"),
        ("order-console://delete/1001", "is to neither an order nor a cart"),
        (f"order-console://anna:pw@order/{ORDER}", "names a user"),
        (f"order-console://order:443/{ORDER}", "names a port"),
        ("order-console://order", "has no ID"),
        ("order-console://order/", "has no ID"),
        ("order-console://order/?environment=Shop", "has no ID"),
        (f"order-console://order/{ORDER}/ship", "has more in it than an ID"),
        (f"order-console://order/{ORDER}/", "has more in it than an ID"),
        ("order-console://order/1001%2C1002", "has more in it than an ID"),
        ("order-console://order/https%3A%2F%2Fshop.example%2Forders%2F7", "has more in it than an ID"),
        ("order-console://order/..%2F..%2Ftoken1", "has something else in it where the ID should be"),
        (f"order-console://order/{ORDER}#ship", "has a part behind #"),
        (f"order-console://order/{ORDER}?ship=1", "asks for something else than an environment"),
        (f"order-console://order/{ORDER}?", "asks for something else than an environment"),
        (f"order-console://order/{ORDER}?environment=A&ship=1", "asks for something else than an environment"),
        (f"order-console://order/{ORDER}?Environment=A", "asks for something else than an environment"),
        (f"order-console://order/{ORDER}?environment=A&environment=B", "names more than one environment"),
        (f"order-console://order/{ORDER}?environment=", "names no environment"),
        (f"order-console://order/{ORDER}?environment={'x' * 61}", "of more than 60 characters"),
        ("order-console://order/%2531001", "is encoded twice"),
        ("order-console://order/1?environment=A%2520B", "is encoded twice"),
        ("order-console://order/10%1", "has a % in it without two digits"),
        ("order-console://order/10%zz", "has a % in it without two digits"),
        ("order-console://order/%c3%28", "are not UTF-8"),
        ("order-console://order/%c0%af1001", "are not UTF-8"),
        ("order-console://order/1001%00", "cannot be seen"),
        ("order-console://order/1001%0d%0aX", "cannot be seen"),
        ("order-console://order/%E2%80%AE1001", "cannot be seen"),
        ("order-console://order/\u202e1001", "cannot be seen"),
        ("order-console://order/10\u200b01", "cannot be seen"),
        ("order\u200b-console://order/1001", "cannot be seen"),
        ("order-console://order/10\\..\\01", "must be written with %"),
        ("order-console://order/1)2001", "must be written with %"),
        ("order-console://order/a+1", "could be a blank or a plus"),
        (f"order-console://order/{'9' * 1_979}", "too long"),
    ],
)  # fmt: skip
def test_what_a_link_may_not_have_is_named_and_nothing_is_looked_up(text: str, wrong: str) -> None:
    with pytest.raises(NotAnId, match=r"^This (link )?.*; nothing was looked up\.$") as refused:
        understand(text)
    assert wrong in str(refused.value)
    assert str(refused.value).isprintable()


def tries_of(found: Understood) -> list[tuple[str, str, str]]:
    return [(one.kind, one.by, one.id) for question in found.questions for one in question.tries[:1]]


@pytest.mark.parametrize(
    ("text", "asked", "environment"),
    [
        (f"order-console://order/{ORDER}", [("order", "id", ORDER)], ""),
        (f"ORDER-CONSOLE://Cart/{ORDER.upper()}", [("cart", "id", ORDER)], ""),
        ("order-console://order/%231001", [("order", "customer id", "1001")], ""),
        ("order-console://order/SO%2F2024%2F7", [("order", "customer id", "SO/2024/7")], ""),
        (f"order-console://order/{ORDER}?environment=Shop%2C%20live", [("order", "id", ORDER)], "Shop, live"),
        ("Hello Anna, order-console://order/1001.\nThank you!", [("order", "customer id", "1001")], ""),
        ("[Order](order-console://order/1001?environment=A).", [("order", "customer id", "1001")], "A"),
        ('<a href="order-console://cart/7001">here</a>', [("cart", "customer id", "7001")], ""),
        ("\u2068order-console://order/1001\u2069 is late", [("order", "customer id", "1001")], ""),
        (
            "order-console://order/1,order-console://cart/2",
            [("order", "customer id", "1"), ("cart", "customer id", "2")],
            "",
        ),
        (
            "#1003, order-console://order/1002",
            [("order", "customer id", "1002"), ("order", "customer id", "1003")],
            "",
        ),
    ],
)
def test_a_link_is_found_wherever_it_stands(
    text: str, asked: list[tuple[str, str, str]], environment: str
) -> None:
    found = understood(text)
    assert tries_of(found) == asked
    assert found.environment == environment


def test_a_link_says_itself_whether_it_is_to_an_order_or_a_cart() -> None:
    [question] = understand("order-console://cart/7001", "order")
    assert isinstance(question, Question)
    assert {one.kind for one in question.tries} == {"cart"}


def test_links_of_two_environments_are_not_looked_up_together() -> None:
    links = "order-console://order/1?environment=A order-console://order/2?environment=B"
    with pytest.raises(NotAnId, match="different environments"):
        understand(links)


def test_what_cannot_be_seen_in_a_link_is_shown_as_a_sign_and_refused_again() -> None:
    text = shown("order-console://order/10\u202e01 2\n")
    assert text == "order-console://order/10\ufffd01\ufffd2"
    with pytest.raises(NotAnId, match="must be written with %"):
        understand(text)
    assert shown(" #1001 ") == "#1001"
