"""A line of the list: whose it is, what of it can be changed, and what is asked before it goes."""

from __future__ import annotations

from dataclasses import replace

from console.model.environment import Administered, Environment, Secret
from console.presenters.settings.environment_row import listed, secret_question

SHOP = Environment("Shop", "https://a.example", "https://b.example/token", "id", Secret("hush-77"), "test")
PATH = "/etc/xdg/order-console/environments.json"


def test_ones_own_can_be_changed_in_every_way() -> None:
    line = listed(SHOP, in_use=True)
    assert (line.set_by, line.held, line.theirs, line.in_use) == ("", False, False, True)
    assert line.accents == ("sandbox", "test", "production")


def test_an_administrators_says_where_it_was_set_and_offers_nothing_looser() -> None:
    line = listed(SHOP.limited(Administered(PATH, True, "production")), in_use=False)
    assert line.set_by.startswith(f"Set by your administrator in {PATH}; only the client secret is yours.")
    assert (line.held, line.theirs, line.accents) == (True, True, ("production",))


def test_ones_own_for_the_same_server_says_which_limits_hold() -> None:
    by = Administered(PATH, True, "test", whole=False)
    line = listed(replace(SHOP).limited(by), in_use=False)
    assert line.set_by == f"Set by your administrator in {PATH} for this server and client ID: read-only."
    assert not line.theirs


def test_the_question_says_that_only_the_secret_goes() -> None:
    asked = secret_question("Shop", PATH)
    assert asked.startswith("Remove the client secret of “Shop”")
    assert asked.endswith(f"set by your administrator in {PATH} and stays.")
