"""What the searches share: any JSON, and texts made of what people and programs really write.

It must not know what is asked of it.
"""

from __future__ import annotations

from hypothesis import strategies as st

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
WORDS = st.sampled_from(
    [
        *(
            "Order",
            "Bestellung",
            "Tracking number",
            "Sendungsnummer",
            "Carrier",
            "SKU",
            "Qty",
            "Total",
            "Preis",
            "UPS",
        ),
        *(
            "1Z999AA10123456784",
            "0ad24370-96de-4922-9a53-954530fcbb64",
            "#1001",
            "C-2207",
            "1.234,50",
            "1,234.50",
        ),
        *(
            "2,400",
            "$12.50",
            "(12.50)",
            "-1",
            "1E+3",
            "2026-05-12",
            "12.05.2026",
            "45000.5",
            "http://[::1",
            "=1+1",
            "'=2",
        ),
        *(
            "https://www.ups.com/track?tracknum=1Z999AA10123456784",
            "\t",
            "\n",
            "\r\n",
            '"',
            "''",
            ",",
            ";",
            "|",
            "true",
        ),
        *(
            "yes",
            "nein",
            "\u2028",
            "\u200b",
            "\ufeff",
            "\ud800",
            "\x00",
            "١٢٣",
            "１２",
            "½",
            "€",
            "R$",
            "JPY",
            "a@b.test",
        ),
    ]
)
TEXT = st.text(max_size=30) | WORDS | st.lists(st.text(max_size=6) | WORDS, max_size=8).map("".join)
CELL = TEXT | st.integers().map(str) | st.decimals(allow_nan=False, places=2).map(str)
BLOCK = st.lists(st.lists(CELL, max_size=7), max_size=8)


def told(sentence: str, *words: str) -> None:
    """Fail where a refusal says nothing, or not what it is about."""
    assert len(sentence) > 5
    assert all(word in sentence for word in words)
