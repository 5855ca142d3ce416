"""Tracking links taken apart: which host they lead to, and which texts in them could be the parcel's number.

It must not know carriers' numbers or change a link; what a browser might read otherwise is not read at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

LONGEST_LINK = 2_000
_LINK = re.compile(r"""https?://[^\s<>"]+""", re.IGNORECASE)
_AFTER_LINK = ".,;:!?)]}'»”’"
_PLACE = "0PLACE0"
_SEVERAL = re.compile(r"[,;|*/\n]")
_IN_SEGMENT = re.compile(r"[_=&:]|-(?=[a-z]+=)", re.IGNORECASE)
# What sites call the number in their links, letters and digits only: those of the carriers in the table, each found in
# shops' public source text.
_NUMBERS = frozenset(
    re.findall(
        r"\w+",
        """
        awb awbno awbnumber awbs b barcode barcodes billcode bills br broj brtbrtcode brtcode cargonumber chisono
        chnnumbers cislo clfoxid code codes codigo codigos colispart con cons consignment consignmentid consignmentno
        consignmentnumber consignments cte custtracknbr envio exp formattedparcelcodes formsendungsnummer generalcode
        gui guia id idc idcode
        idsearch idship inquirynumber inquirynumber1 istregkode item itemcode itemcodes itemid itemidentifier
        itemnumber items key kolli labelno listenumeros listenumeroslt lrn mailno mailnolist mailnos match no nspediz
        num number number01 numbers numcolis numer numero numeroenvio numeroexpedition numerolt numerospedizione nums
        objectcode objectcodeinput objects objeto objetos okurijono origtracknum p1 packagecode packageid
        packagenumber paczki parcel parcelcode parcelcodes parcelid parcelno parcelnumber parcelnumbers pcodcob
        pcoduni piececode pin pins pno pnum1 pronumbers q qc qtctlabels qtctlabels1 query ref reference refno refnr
        reqcodeno1 requestno requestno1 search searchfor searchid searchparcelnumber searchvalue se
        segonlineidentificador segonlineidentificationnumber segonlineidentifier sendungsid sendungsnummer shipment
        shipmentid shipmentno shipmentnumber sn snr spedizione stregkode suche tc telecastka tlabel tlabels tn
        trackcode trackid tracking trackingcode trackingid trackingkey trackingno trackingnumber trackingnumbers
        tracknbr trackno tracknum tracknumber tracknumberinput tracknumbers tracknums tracks trck trknbr tt txtrefno
        upi waybill waybillno zasilka
        """,
    )
)
_NO_NUMBERS = frozenset(
    re.findall(
        r"\w+",
        """
        brand cntry cntrycode codepostal country countrycode cp d date datum email lang language lc loc locale mode
        order orderid p pc plz postal postalcode postcode requester respcountry resplang searchtype segonlinefecha
        segonlineidioma submit t tpc typ type utmcampaign utmmedium utmsource zip zipcode
        """,
    )
)


_TELLING = re.compile(r"track|awb|parcel|consign|sendung|barcode|waybill|shipment")
_BEFORE_A_NUMBER = re.compile(r"track(ing)?|parcels?|shipments?|packages?|rastreo", re.IGNORECASE)
"""A step of a path that the number follows, whatever its form: /tracking/S3NDL06."""
_OF_A_PLACE = re.compile(r"post|zip|plz|date|day|month|year|type|country|lang")


def links_in(text: str) -> list[str]:
    """The links in a text; a text that is one link is given to the letter."""
    if "://" not in text:
        return []
    if _LINK.fullmatch(text.strip()):
        return [text.strip()]
    return [link.rstrip(_AFTER_LINK) for link in _LINK.findall(text)]


def without_links(text: str) -> str:
    """A text with a line break where each link was."""
    return _LINK.sub("\n", text) if "://" in text else text


def parts_of(url: str) -> SplitResult | None:
    """The parts of a link that a browser and this program are certain to read alike; None for any other."""
    if len(url) > LONGEST_LINK or "\\" in url or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        plain = "@" not in parts.netloc and parts.port in (None, 80, 443)
    except ValueError:
        return None
    return parts if plain and parts.scheme in ("http", "https") else None


def hosts_above(host: str) -> list[str]:
    """A host and what it is part of, the closest first: `a.dpd.de`, `dpd.de`, `de`."""
    names = host.lower().rstrip(".").split(".")
    return [".".join(names[start:]) for start in range(len(names))]


def values(parts: SplitResult, templates: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Every text in a link that could be a number, likeliest first, and whether its place says that it is one.

    First where one of the templates has it, then what the parameters call a number, then the path from its end, then
    the rest. Of several numbers in one place the first is given; postcodes, languages and the like are left out.
    """
    path, _, behind = parts.fragment.partition("?")
    query = parse_qsl(parts.query, keep_blank_values=True)
    query += parse_qsl(behind or (path if "=" in path else ""), keep_blank_values=True)
    for template in templates:
        yield from ((_first(said), True) for said in _at_place(template, parts, query))
    named = [(re.sub(r"[^a-z0-9]", "", name.lower()), said) for name, said in query]
    yield from ((_first(said), True) for name, said in named if _is_number(name))
    segments = [unquote(said) for said in f"{parts.path}/{path}".split("/") if said]
    for before, segment in reversed(list(zip(["", *segments], segments, strict=False))):
        yield _first(segment), bool(_BEFORE_A_NUMBER.fullmatch(before))
        yield from ((piece, False) for piece in _IN_SEGMENT.split(segment)[1:])
    for name, said in named:
        if not _is_number(name) and name not in _NO_NUMBERS:
            yield _first(said or name), False


def _is_number(name: str) -> bool:
    """Whether a parameter of this name holds the number."""
    return name in _NUMBERS or bool(_TELLING.search(name) and not _OF_A_PLACE.search(name))


def _at_place(template: str, parts: SplitResult, query: list[tuple[str, str]]) -> Iterator[str]:
    """The values that stand where a template has its number."""
    pattern = urlsplit(template.replace("{n}", _PLACE))
    behind = pattern.fragment.partition("?")[2]
    for place, value in parse_qsl(pattern.query) + parse_qsl(behind):
        if _PLACE in value:
            yield from (said for name, said in query if name.lower() == place.lower())
    for whole, given in ((pattern.path, parts.path), (pattern.fragment, parts.fragment)):
        before, place, _ = whole.partition(_PLACE)
        if place and "?" not in before and given.lower().startswith(before.lower()):
            yield unquote(re.split("[/?&#]", given[len(before) :], maxsplit=1)[0])


def _first(said: str) -> str:
    """The first of several numbers in one place."""
    return _SEVERAL.split(said, maxsplit=1)[0]
