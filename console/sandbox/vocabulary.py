"""The words that practice records are made of; it must not hold a rule."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shopper:
    """A made-up person: how the name is written, and an address that fits it."""

    name: str
    address: str
    place: str


@dataclass(frozen=True)
class Product:
    """Something a shop sells; `price` is in hundredths of a US dollar."""

    sku: str
    name: str
    description: str
    category: str
    other: str
    price: int


SHOPPERS = (
    Shopper("José Ángel Muñoz", "jose@example.com", "Calle Alcalá 12, Madrid"),
    Shopper("山田 花子", "hanako.yamada@example.jp", "東京都渋谷区神南1-2-3"),
    Shopper("Анна Сергеевна Кузнецова", "anna.kuznetsova@example.org", "ул. Ленина, 5, Новосибирск"),
    Shopper("فاطمة الزهراء العلي", "fatima.alali@example.com.kw", "شارع الخليج العربي، الكويت"),
    Shopper("Zoë Brontë-Ünal", "zoe.unal@example.de", "Große Straße 8, Köln"),
    Shopper("李小龙", "li.xiaolong@example.cn", "上海市静安区南京西路100号"),
    Shopper("Siobhán O'Brien", "siobhan.o'brien@example.ie", "3 Quay Street, Galway"),
    Shopper("Nguyễn Thị Minh", "minh.nguyen@example.vn", "45 Lê Lợi, Huế"),
    Shopper("김민준", "minjun.kim@example.kr", "서울특별시 종로구 세종대로 1"),
    Shopper("Åse Kjærgård", "ase.kjaergaard@example.dk", "Nørregade 4, 2. th, København"),
    Shopper("דוד לוי", "david.levi@example.co.il", "רחוב דיזנגוף 50, תל אביב"),
    Shopper("ΓιώργοςΠαπαδόπουλος", "george.papadopoulos@example.gr", "Ερμού 21, Αθήνα"),
    Shopper("Mary Smith", "mary.smith+orders@example.com", "12 High Street, Leeds"),
    Shopper("Łukasz Wiśniewski", "lukasz.wisniewski@example.pl", "ul. Święty Marcin 7, Poznań"),
    Shopper("प्रिया शर्मा", "priya.sharma@example.in", "12 एम.जी. रोड, पुणे"),
    Shopper("Thandiwe 'T' Mbeki", "t_mbeki@example.co.za", "9 Loop St, Cape Town"),
)

PRODUCTS = (
    Product("0003105", "Coffee Mug", "A cool coffee mug", "Kitchen", "5oz", 399),
    Product("0008811", "Tea towel linen", "Linen, washed, 50 × 70 cm", "Kitchen", "natural", 1250),
    Product("0001204", "Notebook A5 dotted", "160 pages, lies flat", "Stationery", "dark blue", 795),
    Product("0004417", "Crème brûlée set", "4 ramekins and a torch", "Kitchen", "", 3990),
    Product("0007720", "青磁の湯呑み", "手作りの湯呑み、箱付き", "Kitchen", "180 ml", 2600),
    Product("0005512", "Самовар «Тула»", "Электрический, 3 литра", "Kitchen", "латунь", 15900),
    Product("0009001", 'Picture frame 8" × 10"', "Oak & glass <hand made>", "Home", "oak", 2249),
    Product("0002038", "Wool blanket", "Merino; wash cold", "Home", "grey/ochre", 8900),
    Product("0006644", "سجادة صغيرة", "صوف، منسوجة يدويا", "Home", "60×90", 12000),
    Product("0001999", "Pencil HB", "Cedar, box of 12", "Stationery", "12 pcs", 480),
    Product("0003333", "Gift card", "Sent by e-mail", "Gift cards", "no shipping", 2500),
    Product("0008008", "Desk lamp 💡", "LED, 2700–6500 K", "Home", "EU plug", 5495),
    Product("0004040", "Honey 蜂蜜", "Lime blossom, 250 g", "Food", "best before 2027", 690),
    Product("0000001", "Café de olla", "Ground, 500 g", "Food", "", 1195),
)

# Code, digits after the point, and what a US dollar buys.
CURRENCIES = (
    ("EUR", 2, "0.92"),
    ("JPY", 0, "150"),
    ("USD", 2, "1"),
    ("KWD", 3, "0.307"),
    ("CHF", 2, "0.88"),
    ("AUD", 2, "1.52"),
    ("GBP", 2, "0.79"),
    ("SEK", 2, "10.4"),
)

SHIPPING = (
    "Free next day shipping",
    "Standard, 3–5 working days",
    "Leave with the neighbour at no. 14 if nobody answers — ring twice",
    "置き配希望(玄関前)",
    "До двери, позвонить за час",
)
TRACKING_URLS = (
    "http://www.shipping.com/1234",
    "https://track.example.com/parcel?number=1Z999AA10123456784",
    "https://track.example.com/de/sendung/00340434161094042557",
)
AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
    "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
)
ADDRESSES = ("127.0.0.1", "203.0.113.42", "2001:db8::8a2e:370:7334", "198.51.100.7")
LONG_TEXT = (
    "The customer asked on the phone that the parcel be wrapped twice, that the invoice be left out because it is a"
    " present, and that the card read: “Für Großmutter, zum 80. — 誕生日おめでとう — С днём рождения!” "
)
