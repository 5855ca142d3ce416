"""The Mark shipped panel as a value: candidates, proposals, what would be sent, and what is missing.

It must not send; tests/presenters/shipping/test_mark_shipped.py does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from console.model.carriers.carriers import carriers
from console.model.drafts.draft import Draft
from console.presenters.shipping.panel import Missing, Part, ShippingPanel
from tests.model.samples import READ_AT, order

TODAY = "2026-11-21"
NUMBER, OTHER = "1Z999AA10123456784", "RB123456785DE"
LINK = f"https://www.ups.com/track?tracknum={NUMBER}"
OTHER_LINK = f"https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode={OTHER}"
EQUALS = "12345678901234"
SLIP = "1Z999AA10123456785"
FOREIGN_LINK = "https://Shop.example.com/track/1?x=%C3%A4&y"
SHIPPED: dict[str, Any] = {"states": {"processed": True, "shipped": True}}


def opened(**fields: Any) -> ShippingPanel:
    """A panel as it opens on an order without details."""
    held = order(**({"shippingDetails": None} | fields))
    return ShippingPanel(Draft(held, READ_AT), carriers(), TODAY).dated()


# -- a number or a link -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [NUMBER, "1z 999 aa1 01 2345 6784", "1Z-999-AA1-0123456784", f"Your parcel {NUMBER} is on its way", LINK],
)
def test_a_sure_number_or_link_is_taken_with_link_details_and_date(text: str) -> None:
    panel = opened().pasted(text)
    assert panel.chosen is not None
    assert (panel.chosen.carrier, panel.chosen.number, panel.chosen.check) == ("UPS", NUMBER, "fits")
    assert (panel.shipment.link, panel.shipment.date, panel.shipment.details) == (LINK, TODAY, "UPS")
    assert (panel.host, panel.read_back) == ("www.ups.com", f"UPS {NUMBER}, check digit fits")
    assert panel.hint == ("", "meaning")


def test_nothing_is_chosen_between_equals() -> None:
    panel = opened().pasted(EQUALS)
    assert [one.carrier for one in panel.offered] == ["DHL Paket", "DHL eCommerce", "DPD", "Hermes Germany"]
    assert panel.chosen is None
    assert (panel.shipment.link, panel.shipment.details) == ("", "")
    assert panel.missing == Missing("carrier", "Choose the carrier first.")
    assert panel.hint == ("More than one carrier can have such a number. Choose the right one.", "advice")
    taken = panel.took(panel.candidates[2])
    assert taken.shipment.link == f"https://tracking.dpd.de/status/en_US/parcel/{EQUALS}"
    assert taken.shipment.details == "DPD"


@pytest.mark.parametrize("text", ["986578788855", "3318810025", "00340434161094022115"])
def test_a_check_digit_that_fits_where_others_have_such_numbers_waits_for_a_person(text: str) -> None:
    panel = opened().pasted(text)
    assert panel.candidates[0].check == "fits"
    assert (panel.chosen, panel.shipment.link) == (None, "")
    assert panel.missing == Missing("carrier", "Choose the carrier first.")
    assert panel.took(panel.candidates[0]).shipment.link == panel.candidates[0].url != ""


def test_a_carrier_chosen_by_name_knows_its_rarer_numbers_too() -> None:
    aramex = opened().pasted("3318810025").took_carrier("aramex").chosen
    assert aramex is not None
    assert (aramex.check, "aramex.com" in aramex.url) == ("fits", True)


def test_a_check_digit_that_fails_is_not_chosen_and_stays_said_where_a_person_takes_it() -> None:
    panel = opened().pasted(SLIP)
    assert panel.chosen is None
    assert "Compare the number with the label" in panel.hint[0]
    taken = panel.took(panel.candidates[0]).answered(False)
    assert "does not fit: two digits may be swapped" in taken.hint[0]
    assert taken.missing is None, "it warns and never stops"
    assert taken.read_back.endswith("check digit does not fit")


def test_a_link_of_nobody_known_is_kept_to_the_letter() -> None:
    panel = opened().pasted(f"  {FOREIGN_LINK} ")
    assert panel.shipment.link == FOREIGN_LINK
    assert (panel.chosen, panel.read_back, panel.shipment.details) == (None, "", "")
    assert panel.host == "shop.example.com"
    assert panel.hint == ("This is no page of a known carrier. The link is kept as it is.", "meaning")
    assert panel.answered(False).draft.payload()["shippingTrackingUrl"] == FOREIGN_LINK


def test_a_link_of_a_known_carrier_is_kept_to_the_letter_and_read_back() -> None:
    long = f"http://WWW.UPS.com/track?loc=en_US&tracknum={NUMBER.lower()}&requester=WT%2F"
    panel = opened().pasted(long)
    assert panel.shipment.link == long
    assert panel.read_back == f"UPS {NUMBER}, check digit fits"
    assert panel.took_carrier("dpd").shipment.link == long


def test_a_number_of_nobody_takes_the_carrier_that_is_chosen_by_name() -> None:
    panel = opened().pasted("ABC")
    assert panel.missing == Missing("number", "Choose the carrier, or paste the link.")
    assert panel.hint == (
        "No known carrier has such a number. Choose its carrier, or paste its link.",
        "advice",
    )
    taken = panel.took_carrier("gls")
    assert taken.shipment.link.endswith("match=ABC")
    assert taken.shipment.details == "GLS"
    typed = taken.pasted("AB/C ?")
    assert typed.shipment.link.endswith("match=AB%2FC%3F"), "spaces do not count, and the rest is encoded"
    assert typed.took_carrier("").shipment.link == ""


def test_a_carrier_without_a_page_puts_its_number_into_the_details() -> None:
    panel = opened().pasted("TBA123456789012").answered(False)
    assert (panel.shipment.link, panel.shipment.details) == ("", "Amazon Logistics TBA123456789012")
    assert panel.missing is None


def test_a_carrier_chosen_by_hand_stays_while_the_text_can_be_of_it() -> None:
    panel = opened().pasted(EQUALS).took_carrier("dpd").pasted("12345678901235")
    assert panel.chosen is not None
    assert (panel.chosen.key, panel.chosen.number) == ("dpd", "12345678901235")
    assert panel.pasted(NUMBER).chosen == opened().pasted(NUMBER).chosen
    assert panel.pasted("").chosen is not None, "to type another number"


# -- what is typed is kept --------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["link", "details"])
def test_a_typed_text_is_never_overwritten_by_a_proposal(part: Part) -> None:
    panel = (
        opened().pasted(NUMBER).typed(part, "https://mine.example.com/1").pasted(OTHER).took_carrier("usps")
    )
    assert getattr(panel.shipment, part) == "https://mine.example.com/1"
    other = "details" if part == "link" else "link"
    assert getattr(panel.shipment, other) == getattr(
        opened().pasted(OTHER).took_carrier("usps").shipment, other
    )


def test_a_typed_link_proposes_the_details_and_says_where_it_differs_from_the_carrier() -> None:
    assert opened().typed("link", LINK).shipment.details == "UPS"
    panel = opened().pasted(OTHER).typed("link", LINK)
    assert panel.below("link") == ("This is a link of UPS, not of DHL Paket.", "advice")


def test_an_emptied_field_leaves_what_the_order_has() -> None:
    panel = opened(shippingDetails="Express").pasted(NUMBER).typed("details", "UPS Express")
    assert panel.below("details") == ("Replaces “Express”.", "meaning")
    for part in ("details", "date"):
        panel = panel.typed(part, "")
    assert panel.below("details") == ("Stays “Express”.", "meaning")
    assert panel.answered(False).payload == {
        "states": {"processed": True, "shipped": True},
        "shippingTrackingUrl": LINK,
    }


@pytest.mark.parametrize(("part", "text"), [("date", "tomorrow"), ("link", "https://a b")])
def test_what_cannot_be_sent_is_said_and_gone_to(part: Part, text: str) -> None:
    panel = opened().typed(part, text).answered(False)
    assert panel.missing is not None
    assert panel.missing.place == part
    assert panel.below(part) == (panel.missing.sentence, "error")


# -- the answer -------------------------------------------------------------------------------------------


def test_whether_the_customer_is_messaged_has_no_default() -> None:
    panel = opened().pasted(NUMBER)
    assert panel.message is None
    assert panel.missing == Missing("message", "Choose whether the customer is messaged.")
    assert "by force" in panel.consequence
    for message in (True, False):
        answered = panel.answered(message)
        assert answered.missing is None
        assert (answered.options.run_workflows, answered.options.force) == (message, False)
        assert answered.payload == {
            "states": {"processed": True, "shipped": True},
            "shippingTrackingUrl": LINK,
            "shippingDate": TODAY,
            "shippingDetails": "UPS",
        }


def test_messaging_without_a_link_warns() -> None:
    assert opened().answered(True).doubt == "The customer would be messaged without a tracking link."
    assert opened().answered(False).doubt == ""
    assert opened().pasted(NUMBER).answered(True).doubt == ""
    assert opened(shippingTrackingUrl=LINK).answered(True).doubt == ""


# -- shipped already --------------------------------------------------------------------------------------


def shipped_before(**fields: Any) -> ShippingPanel:
    held = {"shippingTrackingUrl": OTHER_LINK, "shippingDate": "2026-11-20T00:00:00.000Z"}
    return opened(**(SHIPPED | held | {"shippingDetails": "DHL Paket"} | fields))


def test_an_order_that_is_shipped_already_says_so_first() -> None:
    panel = shipped_before()
    assert panel.stands == "Shipped already on 2026-11-20, with this link."
    assert panel.held_as == f"DHL Paket {OTHER}, check digit fits"
    assert panel.pasted(NUMBER).stands == "Shipped already on 2026-11-20, with another link."
    assert panel.pasted(OTHER_LINK).stands == "Shipped already on 2026-11-20, with this very link."
    assert shipped_before(shippingTrackingUrl=None).stands.endswith(", without a tracking link.")
    assert opened().stands == ""


def test_the_same_link_offers_nothing_unless_something_else_changes() -> None:
    panel = shipped_before().pasted(OTHER).answered(False)
    assert panel.shipment.link == OTHER_LINK
    assert panel.missing == Missing("number", "Nothing would change, so there is nothing to send.")
    assert panel.typed("details", "DHL, by boat").payload == {"shippingDetails": "DHL, by boat"}


def test_a_silent_shipment_can_be_messaged_later_without_a_change() -> None:
    panel = shipped_before().pasted(OTHER)
    assert panel.answers == ("Message again", "Fix the tracking, no message")
    assert panel.missing == Missing(
        "message", "Nothing would change; choose whether the customer is messaged again."
    )
    again = panel.answered(True)
    assert again.payload == {"states": {"processed": True, "shipped": True}}
    assert (again.options.run_workflows, again.options.force) == (True, True)
    assert again.missing == Missing("confirm", "Type “message again” to confirm it.")


def test_fixing_it_silently_sends_what_changes_and_nothing_else() -> None:
    panel = shipped_before().pasted(NUMBER).answered(False)
    assert panel.answers[1] == "Fix the tracking, no message"
    assert panel.missing is None
    assert panel.payload == {"shippingTrackingUrl": LINK, "shippingDetails": "UPS"}
    assert (panel.options.run_workflows, panel.options.force) == (False, False)


def test_messaging_again_is_forced_names_the_states_and_is_confirmed_by_typing() -> None:
    panel = shipped_before().pasted(NUMBER).answered(True)
    assert panel.answers[0] == "Fix it and message again"
    assert panel.missing == Missing("confirm", "Type “message again” to confirm it.")
    panel = replace(panel, confirmed=" Message AGAIN ")
    assert panel.missing is None
    assert (panel.options.run_workflows, panel.options.force) == (True, True)
    states = {"states": {"processed": True, "shipped": True}}
    assert panel.payload == states | {"shippingTrackingUrl": LINK, "shippingDetails": "UPS"}
    assert panel.answered(True).missing is not None, "another answer is another question"


@pytest.mark.parametrize(
    ("held", "again"),
    [
        ("wrap twice, it is a present", False),
        ("wrap twice, it is a present", True),
        ("UPS Ground", False),
        ("UPS Ground", True),
        ("DHL Paket", False),
    ],
)
def test_details_that_the_order_has_stay_whatever_is_pasted(held: str, again: bool) -> None:
    panel = (shipped_before if again else opened)(shippingDetails=held).pasted(NUMBER).answered(False)
    assert panel.shipment.details == ""
    assert "shippingDetails" not in panel.payload
    assert panel.below("details") == (f"Stays “{held}”.", "meaning")


def test_a_shipped_order_without_a_date_takes_today() -> None:
    assert shipped_before(shippingDate=None).shipment.date == TODAY


@pytest.mark.parametrize(
    ("held", "offer", "after"),
    [
        ("wrap twice, it is a present", 'Add "UPS"', "wrap twice, it is a present; UPS"),
        ("to the neighbour; ", 'Add "UPS"', "to the neighbour; UPS"),
        ("upset easily", 'Add "UPS"', "upset easily; UPS"),
        ("DHL Paket", 'Replace with "UPS"', "UPS"),
        ("by ups, at noon", "", ""),
        ("", "", "UPS"),
    ],
)
def test_the_carrier_is_offered_to_the_details_that_do_not_name_it(held: str, offer: str, after: str) -> None:
    panel = opened(shippingDetails=held).pasted(NUMBER)
    assert panel.offers == offer
    added = panel.adding()
    assert (added.offers, added.shipment.details) == ("", after)


def test_what_was_added_follows_the_carrier_until_it_is_typed_over_or_emptied() -> None:
    added = opened(shippingDetails="wrap twice").pasted(NUMBER).adding()
    assert added.below("details") == ("Adds to “wrap twice”.", "meaning")
    assert added.pasted(OTHER).shipment.details == "wrap twice; DHL Paket"
    assert added.pasted("").shipment.details == ""
    typed = added.typed("details", "wrap once; UPS")
    assert typed.pasted(OTHER).shipment.details == "wrap once; UPS"
    emptied = added.typed("details", "").pasted(OTHER)
    assert (emptied.shipment.details, emptied.offers) == ("", 'Add "DHL Paket"')


def test_a_carrier_that_was_proposed_gives_way_to_what_someone_else_wrote_meanwhile() -> None:
    panel = opened().pasted(NUMBER)
    now = panel.on(opened(shippingDetails="wrap twice").base, carriers(), TODAY)
    assert (panel.shipment.details, now.shipment.details, now.offers) == ("UPS", "", 'Add "UPS"')
    typed = panel.typed("details", "UPS, by boat")
    assert typed.on(now.base, carriers(), TODAY).shipment.details == "UPS, by boat"


def test_an_answer_counts_only_while_it_means_the_same() -> None:
    panel = opened().pasted(NUMBER).answered(True)
    now = panel.on(shipped_before().base, carriers(), TODAY)
    assert (now.message, now.text, now.shipment.link) == (None, NUMBER, LINK)
    assert panel.on(opened().base, carriers(), TODAY).message is True


def test_a_proposed_date_becomes_that_of_the_day_and_a_typed_one_stays() -> None:
    panel = opened()
    assert panel.on(panel.base, carriers(), "2026-11-22").dated().shipment.date == "2026-11-22"
    typed = panel.typed("date", "2026-11-19")
    assert typed.on(panel.base, carriers(), "2026-11-22").dated().shipment.date == "2026-11-19"
