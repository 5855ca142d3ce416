"""What a file of environments would add or change, said before it is done; and what of it is added by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from console.model.environment import Administered, Environment, Secret
from console.presenters.settings.taking_in import add_new, takings
from console.runtime.cancel import Cancel
from console.store import handed_on
from console.store.environments import Book, Environments
from console.store.files import StoreTrouble
from console.store.places import find_places

NOTHING = Secret("")
SHOP = Environment("Shop", "https://a.example", "https://b.example/token", "id", Secret("hush-77"), "test")


def book(*known: Environment) -> Book:
    return Book(known, None, (), None)


def test_each_says_what_it_does_and_the_secret_stays_only_for_whom_it_was_typed() -> None:
    found = [
        replace(SHOP, name="New", secret=NOTHING, read_only=True),
        replace(SHOP, secret=NOTHING),
        replace(SHOP, name="OTHER", secret=NOTHING, accent="production"),
        replace(SHOP, name="Moved", secret=NOTHING, api_url="https://c.example"),
    ]
    here = book(SHOP, replace(SHOP, name="Other"), replace(SHOP, name="Moved", secret_item="Moved (1)"))
    new, same, changed, moved = takings(here, found)
    assert (new.kind, new.words) == ("new", "Adds “New”: https://a.example, id, test, read-only.")
    assert (same.kind, same.words) == ("same", "“Shop” is here already, just so.")
    assert (changed.kind, changed.words) == ("changed", "Changes “Other”: colour: test becomes production.")
    assert changed.environment == replace(SHOP, name="Other", accent="production")
    assert "API address: https://a.example becomes https://c.example. Its secret" in moved.words
    assert not moved.environment.has_secret


def test_what_an_administrator_set_is_refused_by_the_file_that_sets_it() -> None:
    by = Administered("/etc/xdg/order-console/environments.json", False, "test")
    [refused] = takings(book(replace(SHOP, administered=by)), [replace(SHOP, secret=NOTHING, scope="x")])
    assert refused.kind == "refused"
    assert by.path in refused.words


def test_of_several_the_new_ones_are_added_and_what_is_here_stays(tmp_path: Path) -> None:
    environments, file = Environments(find_places()), tmp_path / "all.environment.json"
    environments.save(SHOP)
    handed_on.write(file, replace(SHOP, accent="production"), replace(SHOP, name="New"))
    _, adding = add_new(environments, file, Cancel())
    assert adding.said == (
        "Added “New”; the client secret is asked for at the first use.",
        "“Shop”: here already, and left as it was.",
    )
    assert environments.load().find("Shop") == SHOP
    added = environments.load().find("New")
    assert added is not None
    assert not added.has_secret


def test_one_alone_is_left_to_be_looked_at_first(tmp_path: Path) -> None:
    environments, file = Environments(find_places()), tmp_path / "one.environment.json"
    handed_on.write(file, SHOP)
    found, adding = add_new(environments, file, Cancel())
    assert (len(found.environments), adding.added, adding.said) == (1, False, ())
    assert environments.load().environments == ()
    file.write_text("[]")
    with pytest.raises(StoreTrouble):
        add_new(environments, file, Cancel())
