"""Carriers by name, as files and people write them: one carrier, a family, or nobody.

It must not look at numbers; `test_parcel` has both together.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.carriers.carriers import carriers

DHL, DPD = {"dhl_express", "dhl_paket", "dhl_ecommerce"}, {"dpd", "dpd_uk", "dpd_france", "dpd_poland"}
POST = {"dhl_paket", "austrian_post", "swiss_post", "post"}
HERMES = {"evri", "hermes_germany"}

NAMES: list[tuple[str, set[str]]] = [
    ("UPS", {"ups"}),
    ("ups", {"ups"}),
    ("UPS Ground", {"ups"}),
    ("UPS® Ground", {"ups"}),
    ("UPS SurePost", {"ups"}),
    ("United Parcel Service, Inc.", {"ups"}),
    ("UPSGround", {"ups"}),
    ("ups_ground", {"ups"}),
    ("FedEx", {"fedex"}),
    ("Fed Ex", {"fedex"}),
    ("FEDEX", {"fedex"}),
    ("fedex-ground", {"fedex"}),
    ("FedEx Ground", {"fedex"}),
    ("FedEx International Priority®", {"fedex"}),
    ("FedEx SmartPost", {"fedex"}),
    ("FedexGround", {"fedex"}),
    ("Federal Express", {"fedex"}),
    ("USPS", {"usps"}),
    ("USPS Priority", {"usps"}),
    ("USPS Priority Mail", {"usps"}),
    ("uspspriority", {"usps"}),
    ("USPSPriority", {"usps"}),
    ("U.S.P.S.", {"usps"}),
    ("US Postal Service", {"usps"}),
    ("Priority Mail", {"usps"}),
    ("DHL", DHL),
    ("dhl", DHL),
    ("DHL International GmbH", {"dhl_express"}),
    ("DHL UK", DHL),
    ("DHL Express", {"dhl_express"}),
    ("DHL_EXPRESS", {"dhl_express"}),
    ("dhlexpress", {"dhl_express"}),
    ("DHL Express Worldwide", {"dhl_express"}),
    ("DHL Paket", {"dhl_paket"}),
    ("dhl_paket", {"dhl_paket"}),
    ("DHL-Paket", {"dhl_paket"}),
    ("DHL Päckchen", {"dhl_paket"}),
    ("Deutsche Post DHL", {"dhl_paket"}),
    ("Deutsche Post AG", {"dhl_paket"}),
    ("Deutsche Post / DHL", {"dhl_paket"}),
    ("DHL Warenpost", {"dhl_paket"}),
    ("DHL Germany", {"dhl_paket"}),
    ("DHL eCommerce", {"dhl_ecommerce"}),
    ("DHL eCommerce Solutions", {"dhl_ecommerce"}),
    ("DHL Global Mail", {"dhl_ecommerce"}),
    ("DHL Parcel UK", {"dhl_ecommerce"}),
    ("DPD", DPD),
    ("DPD Classic", {"dpd"}),
    ("DPD.de", {"dpd"}),
    ("dpd-de", {"dpd"}),
    ("dpdde", {"dpd"}),
    ("DPD Deutschland GmbH", {"dpd"}),
    ("DPD UK", {"dpd_uk"}),
    ("dpd.co.uk", {"dpd_uk"}),
    ("DPD (UK)", {"dpd_uk"}),
    ("DPD Next Day UK", {"dpd_uk"}),
    ("DPD Local", {"dpd_uk"}),
    ("DPD France", {"dpd_france"}),
    ("DPD Polska Sp. z o.o.", {"dpd_poland"}),
    ("Hermes", HERMES),
    ("HERMES", HERMES),
    ("myHermes", HERMES),
    ("Hermes UK", {"evri"}),
    ("Hermes Germany", {"hermes_germany"}),
    ("Hermes DE", {"hermes_germany"}),
    ("Hermes Versand", {"hermes_germany"}),
    ("Evri", {"evri"}),
    ("EVRi", {"evri"}),
    ("Evri (Hermes)", {"evri"}),
    ("RoyalMail", {"royal_mail"}),
    ("Royal Mail", {"royal_mail"}),
    ("royal-mail", {"royal_mail"}),
    ("ROYALMAIL", {"royal_mail"}),
    ("Royal Mail Tracked 48®", {"royal_mail"}),
    ("Royal Mail Group Ltd", {"royal_mail"}),
    ("ParcelForce", {"parcelforce"}),
    ("Parcelforce Worldwide", {"parcelforce"}),
    ("GLS", {"gls"}),
    ("GLS Germany GmbH & Co. OHG", {"gls"}),
    ("General Logistics Systems", {"gls"}),
    ("PostNL", {"postnl"}),
    ("Post NL", {"postnl"}),
    ("bpost", {"bpost"}),
    ("La Poste", {"la_poste"}),
    ("Colissimo", {"la_poste"}),
    ("Chronopost", {"chronopost"}),
    ("Mondial Relay", {"mondial_relay"}),
    ("Colis Prive", {"colis_prive"}),
    ("Colis Privé", {"colis_prive"}),
    ("Correos", {"correos"}),
    ("Correos Express", {"correos_express"}),
    ("Poste Italiane S.p.A.", {"poste_italiane"}),
    ("BRT (Bartolini)", {"brt"}),
    ("PostNord Sverige AB", {"postnord"}),
    ("Posten Norge", {"bring"}),
    ("Österreichische Post", {"austrian_post"}),
    ("Austrian Post", {"austrian_post"}),
    ("Swiss Post", {"swiss_post"}),
    ("Die Schweizerische Post", {"swiss_post"}),
    ("Česká pošta", {"ceska_posta"}),
    ("ceska posta", {"ceska_posta"}),
    ("Zásilkovna", {"packeta"}),
    ("Zasilkovna", {"packeta"}),
    ("Нова Пошта", {"nova_poshta"}),
    ("InPost", {"inpost"}),
    ("InPost UK", {"inpost_uk"}),
    ("Paczkomaty InPost", {"inpost"}),
    ("Poczta Polska", {"poczta_polska"}),
    ("LaserShip", {"ontrac"}),
    ("OnTrac", {"ontrac"}),
    ("Amazon", {"amazon"}),
    ("AMZN_US", {"amazon"}),
    ("Australia Post", {"australia_post"}),
    ("AusPost", {"australia_post"}),
    ("J&T Express", {"jt_express"}),
    ("S.F. Express", {"sf_express"}),
    ("顺丰速运", {"sf_express"}),
    ("日本郵便", {"japan_post"}),
    ("TNT", {"tnt"}),
    ("DX", {"dx"}),
    ("4PX", {"fourpx"}),
    ("Blue Dart", {"blue_dart"}),
    ("Versand mit DHL Paket", {"dhl_paket"}),
    ("Standard (DHL)", DHL),
    ("DPD Österreich", {"dpd"}),
    ("DPD Česká republika", {"dpd"}),
    ("DPD Italia", {"brt"}),
    ("DPD España", {"seur"}),
    ("DHL Europaket", {"dhl_paket"}),
    ("Hermes Päckchen", {"hermes_germany"}),
    ("Stamps.com", {"usps"}),
    ("PostNord MyPack Collect", {"postnord"}),
    ("Collect+", {"yodel"}),
    ("AusPost Parcel Post", {"australia_post"}),
    ("Schweizer Post", {"swiss_post"}),
    ("Post Priority", POST),
    ("Speedy", {"speedy"}),
]
NOBODY = [
    "Fooship",
    "Own van",
    "Express",
    "Standard",
    "Next day",
    "groups",
    "pickups",
    "",
    "   ",
    "-",
    "12",
    "ш",
    "upside",
    "Click and Collect",
    "Parcel Post",
    "Express Post",
    "Same day",
    "Speedy delivery",
]


@pytest.mark.parametrize(("text", "keys"), NAMES)
def test_a_name_finds_its_carrier_or_its_family(text: str, keys: set[str]) -> None:
    assert {carrier.key for carrier in carriers().named(text)} == keys


@pytest.mark.parametrize("text", NOBODY)
def test_a_name_that_nobody_has_finds_nobody(text: str) -> None:
    assert carriers().named(text) == ()


def test_two_names_that_share_nothing_are_both_meant() -> None:
    assert {one.key for one in carriers().named("UPS or GLS")} == {"ups", "gls"}


@pytest.mark.parametrize("carrier", carriers().all, ids=lambda carrier: carrier.key)
def test_every_carrier_is_found_by_its_name_its_key_and_its_further_names(carrier: object) -> None:
    from console.model.carriers.table import Carrier

    assert isinstance(carrier, Carrier)
    for name in (carrier.name, carrier.key, carrier.name.upper(), *carrier.names):
        assert carrier in carriers().named(name), name


def test_names_of_the_operators_own_file_count() -> None:
    own = carriers('[van]\nname = "Shop van"\nnames = ["Courier Bob"]\ntemplate = ""\n')
    assert [one.key for one in own.named("shop-van")] == ["van"]
    assert [one.key for one in own.named("COURIER BOB")] == ["van"]
    assert own.named("Bob") == ()


@given(st.text(max_size=300))
def test_no_name_raises(text: str) -> None:
    assert all(one in carriers().all for one in carriers().named(text))
