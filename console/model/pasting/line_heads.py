"""What columns of products are called in exports and invoices, in the languages that warehouses and shops write.

It must not decide where a column goes; it only says which column of a line a label means.

Sources: Shopify's order export (Lineitem ...), QuickBooks and Xero invoices (Item #, Rate, Amount), and the product tables of
WooCommerce, Magento and PrestaShop in these languages.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from console.model.fields import currencies

_WORDS = {
    "sku": """
        item sku|item number|item no|item nr|item code|item id|article number|article no|article code|product code|product sku|
        product number|part number|part no|variant sku|stock code|artikelnummer|artikel nr|art nr|artikelcode|artikelnr|
        référence|réf|code article|code produit|referencia|código|código de producto|código de artículo|codice|
        codice articolo|codice prodotto|indeks|kod produktu|kod towaru|numer katalogowy|kód|kód produktu|kód zboží|
        katalogové číslo|cikkszám|cod|cod produs|cod articol|referência|código do produto|artnr|商品コード|品番|상품코드|품번|
        商品编码|货号|商品編號|貨號|kode barang|kode produk|รหัสสินค้า|mã sản phẩm|mã hàng
        """,
    "name": """
        item|product|product name|item name|title|product title|artikel|artikelbezeichnung|artikelname|bezeichnung|produkt|
        produktname|article|produit|désignation|nom du produit|nom|artículo|producto|nombre|nombre del producto|articolo|
        prodotto|nome|nome prodotto|artikelnaam|productnaam|naam|nazwa|nazwa produktu|nazwa towaru|towar|název|název produktu|
        zboží|termék|terméknév|megnevezés|produs|denumire|denumire produs|nume produs|benämning|produktnamn|produto|
        nome do produto|商品名|品名|상품명|품명|商品名称|商品名稱|品名規格|nama barang|nama produk|ชื่อสินค้า|สินค้า|
        tên sản phẩm|tên hàng|sản phẩm
        """,
    "description": """
        product description|beschreibung|descripción|descrizione|omschrijving|opis|popis|leírás|descriere|beskrivning|
        descrição|説明|설명|描述|说明|說明|deskripsi|keterangan|รายละเอียด|mô tả
        """,
    "category": """
        product category|kategorie|warengruppe|catégorie|categoría|categoria|categorie|kategoria|kategória|kategori|
        カテゴリ|カテゴリー|카테고리|분류|类别|分类|類別|分類|หมวดหมู่|danh mục
        """,
    "quantity": """
        qty|qty ordered|quantity ordered|count|pieces|pcs|units|menge|anzahl|stück|stk|stückzahl|quantité|qté|cantidad|cant|
        quantità|qtà|aantal|ilość|szt|sztuk|množství|počet|počet kusů|ks|mennyiség|darab|darabszám|db|cantitate|buc|antal|
        quantidade|qtd|qtde|数量|個数|수량|數量|kuantitas|จำนวน|số lượng
        """,
    "unitPrice": """
        price|rate|unit cost|item price|item cost|price each|each|preis|einzelpreis|stückpreis|e preis|prix|prix unitaire|pu|
        precio|precio unitario|prezzo|prezzo unitario|prijs|stukprijs|eenheidsprijs|prijs per stuk|cena|cena jednostkowa|
        cena za kus|jednotková cena|cena za jednotku|ár|egységár|preț|preț unitar|pris|styckpris|à pris|preço|preço unitário|
        valor unitário|単価|価格|단가|가격|单价|價格|單價|价格|harga|harga satuan|ราคา|ราคาต่อหน่วย|giá|đơn giá
        """,
    "salePrice": """
        special price|discounted price|promo price|angebotspreis|aktionspreis|sonderpreis|prix soldé|prix promo|prix promotionnel|
        precio de oferta|precio rebajado|prezzo scontato|prezzo di vendita|aanbiedingsprijs|actieprijs|cena promocyjna|akční cena|
        akciós ár|preț redus|preț promoțional|reapris|kampanjpris|preço promocional|セール価格|할인가|促销价|特價|特价|
        harga diskon|harga promo|ราคาลด|giá khuyến mãi
        """,
    "totalPrice": """
        total|line total|sum|amount|row total|extended price|ext price|item total|gesamt|gesamtpreis|summe|betrag|gesamtbetrag|
        zeilensumme|montant|prix total|total ligne|importe|precio total|totale|importo|prezzo totale|totaal|bedrag|totaalprijs|
        regeltotaal|wartość|kwota|razem|suma|cena łączna|celkem|částka|celková cena|összesen|összeg|összár|valoare|summa|belopp|
        totalt|radsumma|valor|valor total|preço total|金額|小計|合計|금액|합계|金额|小计|总价|總價|合计|total harga|jumlah harga|
        รวม|จำนวนเงิน|ราคารวม|thành tiền|tổng|tổng tiền
        """,
    "imageUrl": """
        image|picture|image link|image src|photo|bild|bild url|produktbild|imagen|immagine|afbeelding|obraz|zdjęcie|obrázek|kép|
        imagine|imagem|画像|이미지|图片|圖片|gambar|รูปภาพ|hình ảnh
        """,
    "productUrl": """
        link|url|product link|produktlink|lien|enlace|odkaz|link do produktu|商品url|상품링크|商品链接|tautan|ลิงก์|liên kết
        """,
    "position": "position|pos|line|line no|no|nr|lp|poz|row|zeile|ligne|línea|riga|regel|rad|序号|番号|번호|序號|stt",
}  # fmt: skip
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|\s+in\s+\S+$|\s+[€$£¥]$")
_CODE = re.compile(r"\s+([A-Z]{3})$")
_PREFIX = "lineitem"


def meant(label: str) -> str:
    """The API name of the column that a label means, besides the names of its own; empty where it means none."""
    words = _words()
    return next((words[form] for form in forms(label) if form in words), "")


def forms(label: str) -> tuple[str, ...]:
    """A label bare of marks: as it is, without what stands aside in it, and without Shopify's prefix."""
    plain = [bare(label), bare(_without_currency(_ASIDE.sub("", label)))]
    return (*plain, *(form.removeprefix(_PREFIX) for form in plain))


def _without_currency(label: str) -> str:
    """ "Price EUR" is a price; "Item SKU" is no item."""
    found = _CODE.search(label)
    return label[: found.start()] if found and currencies.listed(found[1]) else label


def bare(label: str) -> str:
    """A label without case, accents, spaces and marks: "Qté", "QTE" and "qte." are one. A sign for "number" is spelled out."""
    spelled = re.sub(r"(?<=\w)\s*[#№]|(?<=\w\s)[nN][°º]", " number", label)
    plain = "".join(filter(str.isalnum, unicodedata.normalize("NFKD", spelled))).casefold()
    return plain or label.strip()


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    return {
        bare(word): column for column, words in _WORDS.items() for word in words.replace("\n", "").split("|")
    }
