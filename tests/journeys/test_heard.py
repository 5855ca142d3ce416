"""The three jobs without a look at the screen: on a real accessibility bus, by names and actions alone.

It must not use a key or the mouse, and looks into the sandbox only for what was sent.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from console.store.environments import Environments
from console.store.places import find_places
from tests.support import bus
from tests.support.console import NAME, environment_of, posts
from tests.support.sandbox import SAMPLE_CART, SAMPLE_ORDER, Sandbox

NUMBER = "1Z999AA10123456784"


@pytest.mark.timeout(300)
@pytest.mark.skipif(bool(bus.missing()), reason=bus.missing())
def test_an_operator_who_does_not_see_looks_up_marks_shipped_and_mends_a_cart(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    places = find_places(os.environ)
    places.prepare()
    Environments(places).save(environment_of(sandbox))
    home = Path(os.environ["ORDER_CONSOLE_HOME"])
    told = bus.three_jobs(tmp_path, home, SAMPLE_ORDER, SAMPLE_CART, NUMBER, NAME, environment=NAME)

    shipped, mended = posts(sandbox)
    assert shipped["path"] == f"/orders/{SAMPLE_ORDER}"
    assert shipped["query"] == {"triggerEvents": "false"}
    assert shipped["body"]["states"] == {"processed": True, "shipped": True}
    assert NUMBER in shipped["body"]["shippingTrackingUrl"]
    assert mended["path"] == f"/carts/{SAMPLE_CART}"
    assert mended["body"]["lineItems"][0]["quantity"] == 3

    assert "Shipped: no becomes yes" in told["shipped"]["changes"]
    assert NAME in told["shipped"]["sheet"]
    assert "customer messages: no" in told["shipped"]["sheet"].lower()
    assert told["shipped"]["request"][0].startswith(f"POST {sandbox.url}/orders/{SAMPLE_ORDER}")
    at_once = dict(told["announced"])
    assert at_once["Choose whether the customer is messaged."]
    assert not any(urgent for said, urgent in at_once.items() if said.startswith("Saved and verified"))
