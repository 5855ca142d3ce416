"""The spare page: made while a record is looked up, taken by the record it fits, seen by nobody before."""

from __future__ import annotations

from PySide6.QtCore import QRect

from console.ui.record.editor import EditorPage
from tests.support.console import Console
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER


def pages(console: Console) -> list[EditorPage]:
    return console.window.findChildren(EditorPage)


def made(console: Console, kind: str) -> EditorPage:
    """The page that is made while such a record is looked up."""
    console.window.spare.expect(kind)  # type: ignore[arg-type]

    def found() -> list[EditorPage]:  # the one before it may not be gone yet
        return [page for page in pages(console) if page.kind == kind and not hasattr(page, "editor")]

    console.until(lambda: bool(found()), "made")
    return found()[0]


def test_a_record_takes_the_page_that_was_made_for_it(console: Console) -> None:
    spare = made(console, "order")
    console.look_up(SAMPLE_ORDER)
    assert console.page is spare
    assert spare.own_id.text() == SAMPLE_ORDER
    console.until(
        lambda: len(pages(console)) == 2, "the next one is made, for a record that is there at once"
    )
    (next_one,) = (page for page in pages(console) if page is not spare)
    assert (next_one.kind, next_one.isVisible()) == ("order", False)
    console.app.apply_theme()
    console.until(lambda: pages(console) == [spare], "of other colours, so that none is kept")


def test_a_page_that_waits_is_not_seen_when_the_tabs_are(console: Console) -> None:
    console.look_up(SAMPLE_ORDER)
    first = console.page
    spare = made(console, "order")
    console.window.workbench.setCurrentWidget(console.window.welcome)
    console.window.workbench.setCurrentWidget(console.window.tabs)
    assert first.isVisible()
    assert not spare.isVisible()


def test_a_record_of_the_other_kind_gets_a_page_of_its_own(console: Console) -> None:
    spare = made(console, "order")
    console.look_up(SAMPLE_CART)
    assert console.page is not spare
    assert console.page.kind == "cart"


def test_one_page_of_each_kind_is_kept_as_an_id_is_looked_for_among_orders_before_carts(
    console: Console,
) -> None:
    orders = made(console, "order")
    carts = made(console, "cart")
    assert made(console, "order") is orders
    console.look_up(SAMPLE_CART)
    assert console.page is carts
    console.until(
        lambda: sorted(page.kind for page in pages(console)) == ["cart", "cart", "order"],
        "the next cart's is made, and the order's stays",
    )


def test_a_page_is_laid_out_as_the_record_before_it_while_its_own_is_looked_up(console: Console) -> None:
    def places(page: EditorPage) -> list[QRect]:
        return [made.input.geometry() for made in page.rows.values()]

    console.look_up(SAMPLE_ORDER)
    seen = places(console.page)
    console.app.closing.close_front()
    spare = made(console, "order")
    console.until(lambda: places(spare) == seen, "laid out")
    assert not spare.isVisible()
