"""Every currency that was ever in use: code, digits after the point, English name, and the signs it goes by.

It must not be edited by hand; `python -m tests.support.currency_table` writes it.

Source: Unicode CLDR, as Babel 2.19.0 has it. Signs have no blanks.
"""

TABLE = """
ADP 0 Andorran Peseta
AED 2 United Arab Emirates Dirham | DH Dhs دإ
AFA 2 Afghan Afghani (1927–2002)
AFN 0 Afghan Afghani | ؋
ALK 2 Albanian Lek (1946–1965)
ALL 0 Albanian Lek | Lekë
AMD 2 Armenian Dram | ֏
ANG 2 Netherlands Antillean Guilder | NAf
AOA 2 Angolan Kwanza | Kz
AOK 2 Angolan Kwanza (1977–1991)
AON 2 Angolan New Kwanza (1990–2000)
AOR 2 Angolan Readjusted Kwanza (1995–1999)
ARA 2 Argentine Austral
ARL 2 Argentine Peso Ley (1970–1983)
ARM 2 Argentine Peso (1881–1970)
ARP 2 Argentine Peso (1983–1985)
ARS 2 Argentine Peso | $ $AR AR$
ATS 2 Austrian Schilling | öS
AUD 2 Australian Dollar | $ $A $AU A$ AU$ AUD$
AWG 2 Aruban Florin | Afl
AZM 2 Azerbaijani Manat (1993–2006)
AZN 2 Azerbaijani Manat | ₼
BAD 2 Bosnia-Herzegovina Dinar (1992–1994)
BAM 2 Bosnia-Herzegovina Convertible Mark | KM КМ
BAN 2 Bosnia-Herzegovina New Dinar (1994–1997)
BBD 2 Barbadian Dollar | $ Bds$
BDT 2 Bangladeshi Taka | Tk ৳
BEC 2 Belgian Franc (convertible)
BEF 2 Belgian Franc | FB
BEL 2 Belgian Franc (financial)
BGL 2 Bulgarian Hard Lev
BGM 2 Bulgarian Socialist Lev
BGN 2 Bulgarian Lev | lv лв
BGO 2 Bulgarian Lev (1879–1952)
BHD 3 Bahraini Dinar | دب
BIF 0 Burundian Franc | FBu
BMD 2 Bermudan Dollar | $ $BM BM$
BND 2 Brunei Dollar | $ $BN
BOB 2 Bolivian Boliviano | Bs
BOL 2 Bolivian Boliviano (1863–1963)
BOP 2 Bolivian Peso
BOV 2 Bolivian Mvdol
BRB 2 Brazilian New Cruzeiro (1967–1986)
BRC 2 Brazilian Cruzado (1986–1989)
BRE 2 Brazilian Cruzeiro (1990–1993)
BRL 2 Brazilian Real | BR$ R$
BRN 2 Brazilian New Cruzado (1989–1990)
BRR 2 Brazilian Cruzeiro (1993–1994)
BRZ 2 Brazilian Cruzeiro (1942–1967)
BSD 2 Bahamian Dollar | $ BS$
BTN 2 Bhutanese Ngultrum | Nu
BUK 2 Burmese Kyat
BWP 2 Botswanan Pula
BYB 2 Belarusian Ruble (1994–1999)
BYN 2 Belarusian Ruble | Br
BYR 0 Belarusian Ruble (2000–2016)
BZD 2 Belize Dollar | $ $BZ BZ$
CAD 2 Canadian Dollar | $ $CA C$ CA$ KA$
CDF 2 Congolese Franc | FC
CHE 2 WIR Euro
CHF 2 Swiss Franc | Fr SFr ₣
CHW 2 WIR Franc
CLE 2 Chilean Escudo
CLF 4 Chilean Unit of Account (UF)
CLP 0 Chilean Peso | $ $CL CL$
CNH 2 Chinese Yuan (offshore)
CNY 2 Chinese Yuan | CN¥ RMB ¥ ¥CN 元 圆
COP 0 Colombian Peso | $ $CO COL$
COU 2 Colombian Real Value Unit
CRC 2 Costa Rican Colón | ₡
CSD 2 Serbian Dinar (2002–2006)
CSK 2 Czechoslovak Hard Koruna | Kčs
CUC 2 Cuban Convertible Peso
CUP 2 Cuban Peso | $
CVE 2 Cape Verdean Escudo | $
CYP 2 Cypriot Pound | £CY
CZK 2 Czech Koruna | Kc Kč Кч
DDM 2 East German Mark
DEM 2 German Mark | DM
DJF 0 Djiboutian Franc | Fdj
DKK 2 Danish Krone | Dkr kr
DOP 2 Dominican Peso | $ RD$
DZD 2 Algerian Dinar | DA دج
ECS 2 Ecuadorian Sucre
ECV 2 Ecuadorian Unit of Constant Value
EEK 2 Estonian Kroon | kr
EGP 2 Egyptian Pound | EG£ E£ LE £ جم
ERN 2 Eritrean Nakfa | Nfk
ESA 2 Spanish Peseta (A account)
ESB 2 Spanish Peseta (convertible account)
ESP 0 Spanish Peseta | ₧
ETB 2 Ethiopian Birr | Br ብር
EUR 2 Euro | Euro Euros €
FIM 2 Finnish Markka | mk
FJD 2 Fijian Dollar | $ $FJ FJ$
FKP 2 Falkland Islands Pound | £ £FK
FRF 2 French Franc | F ₣
GBP 2 British Pound | GB£ UK£ £ £GB £RU
GEK 2 Georgian Kupon Larit
GEL 2 Georgian Lari | ₾
GHC 2 Ghanaian Cedi (1979–2007)
GHS 2 Ghanaian Cedi | GH₵ ₵
GIP 2 Gibraltar Pound | £ £GI
GMD 2 Gambian Dalasi
GNF 0 Guinean Franc | FG
GNS 2 Guinean Syli
GQE 2 Equatorial Guinean Ekwele
GRD 2 Greek Drachma | Δρχ
GTQ 2 Guatemalan Quetzal | Q
GWE 2 Portuguese Guinea Escudo
GWP 2 Guinea-Bissau Peso
GYD 2 Guyanaese Dollar | $
HKD 2 Hong Kong Dollar | $ $HK HK$ 元 圓
HNL 2 Honduran Lempira | L
HRD 2 Croatian Dinar
HRK 2 Croatian Kuna | kn
HTG 2 Haitian Gourde
HUF 0 Hungarian Forint | Ft
IDR 0 Indonesian Rupiah | Rp
IEP 2 Irish Pound | £IE
ILP 2 Israeli Pound | £IL ל״י
ILR 2 Israeli Shekel (1980–1985)
ILS 2 Israeli New Shekel | NIS ₪
INR 2 Indian Rupee | Rs ₹
IQD 0 Iraqi Dinar | دع
IRR 0 Iranian Rial | رإ ریال
ISJ 2 Icelandic Króna (1918–1981)
ISK 0 Icelandic Króna | Ikr kr
ITL 0 Italian Lira | ₤ ₤IT
JMD 2 Jamaican Dollar | $ JM$
JOD 3 Jordanian Dinar | دأ
JPY 0 Japanese Yen | JP¥ ¥ 円 圓
KES 2 Kenyan Shilling | Ksh
KGS 2 Kyrgyz Som | сом
KHR 2 Cambodian Riel | ៛
KMF 0 Comorian Franc | CF
KPW 0 North Korean Won
KRH 2 South Korean Hwan (1953–1962)
KRO 2 South Korean Won (1945–1953)
KRW 0 South Korean Won | KR₩ ₩ 원
KWD 3 Kuwaiti Dinar | KD دك
KYD 2 Cayman Islands Dollar | $
KZT 2 Kazakhstani Tenge | ₸
LAK 0 Laotian Kip | ₭
LBP 0 Lebanese Pound | L£ £ £LB لل
LKR 2 Sri Lankan Rupee | Rs රු
LRD 2 Liberian Dollar | $
LSL 2 Lesotho Loti | ЛСЛ
LTL 2 Lithuanian Litas | Lt
LTT 2 Lithuanian Talonas
LUC 2 Luxembourgian Convertible Franc
LUF 0 Luxembourgian Franc | F
LUL 2 Luxembourg Financial Franc
LVL 2 Latvian Lats | Ls
LVR 2 Latvian Ruble
LYD 3 Libyan Dinar | دل
MAD 2 Moroccan Dirham | DH دم
MAF 2 Moroccan Franc
MCF 2 Monegasque Franc
MDC 2 Moldovan Cupon
MDL 2 Moldovan Leu | L lei leu
MGA 0 Malagasy Ariary | Ar
MGF 0 Malagasy Franc
MKD 2 Macedonian Denar | den ден
MKN 2 Macedonian Denar (1992–1993)
MLF 2 Malian Franc
MMK 0 Myanmar Kyat
MNT 2 Mongolian Tugrik | ₮
MOP 2 Macanese Pataca | MOP$
MRO 0 Mauritanian Ouguiya (1973–2017)
MRU 2 Mauritanian Ouguiya | UM أم
MTL 2 Maltese Lira
MTP 2 Maltese Pound | £MT
MUR 2 Mauritian Rupee | Rs
MVP 2 Maldivian Rupee (1947–1981)
MVR 2 Maldivian Rufiyaa | Rf ރ
MWK 2 Malawian Kwacha | MK
MXN 2 Mexican Peso | $ $MX MX$ Mex$
MXP 2 Mexican Silver Peso (1861–1992)
MXV 2 Mexican Investment Unit
MYR 2 Malaysian Ringgit | RM
MZE 2 Mozambican Escudo
MZM 2 Mozambican Metical (1980–2006)
MZN 2 Mozambican Metical | MTn
NAD 2 Namibian Dollar | $ $NA
NGN 2 Nigerian Naira | ₦
NIC 2 Nicaraguan Córdoba (1988–1991)
NIO 2 Nicaraguan Córdoba | C$
NLG 2 Dutch Guilder
NOK 2 Norwegian Krone | Nkr kr
NPR 2 Nepalese Rupee | Rs नेरू
NZD 2 New Zealand Dollar | $ $NZ $ZN NZ$ NZD$
OMR 3 Omani Rial | رع
PAB 2 Panamanian Balboa | B/
PEI 2 Peruvian Inti
PEN 2 Peruvian Sol | S/
PES 2 Peruvian Sol (1863–1965)
PGK 2 Papua New Guinean Kina
PHP 2 Philippine Peso | ₱
PKR 2 Pakistani Rupee | Rs ر
PLN 2 Polish Zloty | zl zł зл
PLZ 2 Polish Zloty (1950–1995)
PTE 2 Portuguese Escudo | Esc Vẽj
PYG 0 Paraguayan Guarani | Gs ₲
QAR 2 Qatari Riyal | رق
RHD 2 Rhodesian Dollar | $RH
ROL 2 Romanian Leu (1952–2006)
RON 2 Romanian Leu | lei leu
RSD 2 Serbian Dinar | din дин
RUB 2 Russian Ruble | руб ₽
RUR 2 Russian Ruble (1991–1998) | р руб
RWF 0 Rwandan Franc | RF
SAR 2 Saudi Riyal | SR رس
SBD 2 Solomon Islands Dollar | $ $SB SI$
SCR 2 Seychellois Rupee | Rs SR
SDD 2 Sudanese Dinar (1992–2007) | دس
SDG 2 Sudanese Pound | £ جس
SDP 2 Sudanese Pound (1957–1998)
SEK 2 Swedish Krona | kr
SGD 2 Singapore Dollar | $ $SG S$
SHP 2 St. Helena Pound | £
SIT 2 Slovenian Tolar
SKK 2 Slovak Koruna
SLE 2 Sierra Leonean Leone | Le
SLL 0 Sierra Leonean Leone (1964—2022)
SOS 0 Somali Shilling
SRD 2 Surinamese Dollar | $ $SR
SRG 2 Surinamese Guilder
SSP 2 South Sudanese Pound | £
STD 0 São Tomé & Príncipe Dobra (1977–2017)
STN 2 São Tomé & Príncipe Dobra | Db
SUR 2 Soviet Rouble
SVC 2 Salvadoran Colón
SYP 0 Syrian Pound | LS £ لس
SZL 2 Swazi Lilangeni
THB 2 Thai Baht | TH฿ บาท ฿
TJR 2 Tajikistani Ruble
TJS 2 Tajikistani Somoni
TMM 0 Turkmenistani Manat (1993–2009)
TMT 2 Turkmenistani Manat | ТМТ
TND 3 Tunisian Dinar | DT دت
TOP 2 Tongan Paʻanga | T$
TPE 2 Timorese Escudo
TRL 0 Turkish Lira (1922–2005)
TRY 2 Turkish Lira | TL Тл ₺
TTD 2 Trinidad & Tobago Dollar | $ $TT
TWD 2 New Taiwan Dollar | $ NT$ 元 圓
TZS 2 Tanzanian Shilling | TSh
UAH 2 Ukrainian Hryvnia | грн ₴
UAK 2 Ukrainian Karbovanets | крб
UGS 2 Ugandan Shilling (1966–1987)
UGX 0 Ugandan Shilling | USh
USD 2 US Dollar | $ $SU $US U$S US$ щд
USN 2 US Dollar (Next day)
USS 2 US Dollar (Same day)
UYI 0 Uruguayan Peso (Indexed Units)
UYP 2 Uruguayan Peso (1975–1993)
UYU 2 Uruguayan Peso | $ $U $UY
UYW 4 Uruguayan Nominal Wage Index Unit | UP
UZS 2 Uzbekistani Som | soʻm сўм
VEB 2 Venezuelan Bolívar (1871–2008)
VED 2 Bolívar Soberano
VEF 2 Venezuelan Bolívar (2008–2018) | Bs
VES 2 Venezuelan Bolívar | BsS
VND 0 Vietnamese Dong | đ ₫
VNN 2 Vietnamese Dong (1978–1985)
VUV 0 Vanuatu Vatu | VT
WST 2 Samoan Tala | $WS WS$
XAD 2 XAD
XAF 0 Central African CFA Franc | FCFA
XAG 2 Silver
XAU 2 Gold
XBA 2 European Composite Unit
XBB 2 European Monetary Unit
XBC 2 European Unit of Account (XBC)
XBD 2 European Unit of Account (XBD)
XCD 2 East Caribbean Dollar | $ $EC EC$
XCG 2 Caribbean guilder | Cf Cg Kg ƒ
XDR 2 Special Drawing Rights
XEU 2 European Currency Unit | ECU
XFO 2 French Gold Franc
XFU 2 French UIC-Franc
XOF 0 West African CFA Franc | FCFA فرانکCFA සිෆ්එ
XPD 2 Palladium
XPF 0 CFP Franc | CFP CFPF FCFP
XPT 2 Platinum
XRE 2 RINET Funds
XSU 2 Sucre
XTS 2 Testing Currency Code
XUA 2 ADB Unit of Account
XXX 2 Unknown Currency
YDD 2 Yemeni Dinar
YER 0 Yemeni Rial | ري
YUD 2 Yugoslavian Hard Dinar (1966–1990)
YUM 2 Yugoslavian New Dinar (1994–2002)
YUN 2 Yugoslavian Convertible Dinar (1990–1992)
YUR 2 Yugoslavian Reformed Dinar (1992–1993)
ZAL 2 South African Rand (financial)
ZAR 2 South African Rand | R
ZMK 0 Zambian Kwacha (1968–2012)
ZMW 2 Zambian Kwacha
ZRN 2 Zairean New Zaire (1993–1998)
ZRZ 2 Zairean Zaire (1971–1993)
ZWD 0 Zimbabwean Dollar (1980–2008)
ZWG 2 Zimbabwean Gold | ZiG
ZWL 2 Zimbabwean Dollar (2009–2024)
ZWR 2 Zimbabwean Dollar (2008)
"""
