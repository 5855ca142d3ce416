"""The words that people and shops write before an order's or a cart's number, in the languages of their exports.

It must not hold a word that shops begin their own IDs with, such as SO, INV or PO.

Sources: the order screens and mails of Shopify, WooCommerce, Magento and PrestaShop in these languages, and the marketplaces'
own names.
"""

from __future__ import annotations

import re

_WORDS = """
order orders cart carts basket customer shop your my the web online
id ids no nr num number numbers n n° nº no° № ref reference and & +
bestellung bestellungen bestellnummer bestell bestellnr auftrag aufträge auftrags auftragsnummer auftragsnr nummer
warenkorb und der die zu ihre ihr meine unsere deine
commande commandes numéro numero panier et la le votre notre
pedido pedidos número carrito cesta y del n.º
ordine ordini numero carrello e dell dell'ordine d'ordine tuo
bestelling bestellingen bestelnummer bestelnr ordernummer ordernr winkelwagen winkelmandje en
zamówienie zamowienie zamówienia zamowienia numer koszyk i
objednávka objednavka objednávky objednavky obj číslo cislo č košík kosik
rendelés rendeles rendelésszám rendelési szám száma kosár kosar és
comandă comanda comenzii număr numar coș cos și si
beställning bestallning beställningsnummer beställningsnr varukorg och ordre ordrenummer ordrenr tilaus tilausnumero
tilausnro
encomenda carrinho
pesanan nomor keranjang dan
đơn hàng mã số giỏ
sipariş siparis numarası sepet заказ заказа номер корзина замовлення поръчка поръчки
παραγγελία παραγγελίας αριθμός narudžba narudžbe narudžbenica broj br naročilo naročila št
užsakymas užsakymo tellimus tellimuse pasūtījums pasūtījuma numurs طلب الطلب رقم הזמנה ההזמנה מספר 注文 番号 주문 번호
amazon ebay etsy walmart
"""
_JOINED = (
    "注文番号", "注文", "ご注文番号", "カート", "주문번호", "주문", "장바구니", "订单编号", "订单号", "订单",
    "訂單編號", "訂單號碼", "訂單", "购物车", "購物車", "หมายเลขคำสั่งซื้อ", "คำสั่งซื้อ", "ตะกร้า", "№",
)  # fmt: skip
"""Labels of languages that put no blank behind them, the longest of a kind first."""
_BETWEEN = {"de", "du", "d", "da", "do", "di", "/", "|", "-", "–", "—", "→", "•", "·", "*"}
LABELS = frozenset(_WORDS.casefold().split())
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def is_label(word: str) -> bool:
    """Whether a word only says what follows: "Order", "Nr.", "orderId:"."""
    parts = (
        _CAMEL.sub(" ", word.strip("\"'“”„").strip(".:=#-_ "))
        .replace("_", " ")
        .replace("-", " ")
        .casefold()
        .split()
    )
    return (
        all(part.strip(".") in LABELS for part in parts)
        if parts
        else bool(word.strip(".")) and not word.strip(":=#№")
    )


def is_filler(word: str) -> bool:
    """Whether a word stands between labels and says nothing, as "de" in "numéro de commande"."""
    return word.casefold().strip(".'’") in _BETWEEN


def unjoined(text: str) -> str:
    """The text behind a label that no blank follows; the same text where there is none."""
    for label in _JOINED:
        if text.startswith(label):
            return text.removeprefix(label).lstrip(" :：=#.")
    return text
