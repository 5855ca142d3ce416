PRAGMA application_id=0;
PRAGMA user_version=2;
BEGIN TRANSACTION;
CREATE TABLE archive (
            number INTEGER PRIMARY KEY,
            environment TEXT NOT NULL,
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            opened_at TEXT NOT NULL,
            face TEXT NOT NULL,
            content TEXT,
            UNIQUE (environment, kind, id)
        ) STRICT;
INSERT INTO "archive" VALUES(1,'Shop','order','0ad24370-96de-4922-9a53-954530fcbb64','2026-11-27T18:10:26.830282+00:00','20c00f04{"id":"0ad24370-96de-4922-9a53-954530fcbb64","customer_id":"1001","title":"Order #1001","subtitle":"jane@example.com","as_of":"2026-11-26T12:00:00.000000+00:00"}','72a60d0e{"content":{"shippingTrackingUrl":null,"shippingDate":null,"shippingDetails":"Free next day shipping","emailAddress":"jane@example.com","contactId":"c-1","currency":"USD","subtotal":23.99,"discountAmount":0,"taxAmount":1.68,"shippingAmount":0.0,"grandTotal":25.67,"lineItems":[{"position":0,"sku":"MUG-1","name":"Coffee Mug","description":"Holds coffee","category":"Kitchen","other":null,"quantity":1,"unitPrice":3.99,"salePrice":3.99,"totalPrice":3.990,"imageUrl":"https://shop.example.com/mug.png","productUrl":null},{"position":1,"name":"Pot","quantity":2,"totalPrice":20}],"originIp":"127.0.0.1","originUserAgent":null,"messageId":null,"deliveryId":null,"trackingCookieName":"tid_abc","trackingCookieValue":"3.Ag.AQ","hasTracking":false,"createdDate":"2026-05-12T03:53:14.322Z","updatedDate":"2026-05-12T03:53:14.322Z","states":{"processed":true,"shipped":false},"orderDate":"2026-05-12T00:00:00.000Z","orderId":"0AD24370-96de-4922-9a53-954530fcbb64","customerOrderId":"1001","cartId":null,"status":"PROCESSED"},"as_of":"2026-11-26T12:00:00.000000+00:00"}');
CREATE TABLE archive_words (
            number INTEGER PRIMARY KEY REFERENCES archive ON DELETE CASCADE,
            words TEXT NOT NULL
        ) STRICT;
INSERT INTO "archive_words" VALUES(1,'0ad24370-96de-4922-9a53-954530fcbb64
1001
order #1001
jane@example.com');
CREATE TABLE drafts (
            environment TEXT NOT NULL,
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            kept_at TEXT NOT NULL,
            content TEXT NOT NULL,
            PRIMARY KEY (environment, kind, id)
        ) STRICT;
INSERT INTO "drafts" VALUES('Shop','order','0ad24370-96de-4922-9a53-954530fcbb64','2026-11-26T12:00:00.000000+00:00','325cc81b{"kind":"order","id":"0ad24370-96de-4922-9a53-954530fcbb64","title":"Order #1001","count":8,"kept_at":"2026-11-26T12:00:00.000000+00:00","content":{"format":1,"kind":"order","read_at":"2026-11-26T12:00:00+00:00","record":"{\"shippingTrackingUrl\":null,\"shippingDate\":null,\"shippingDetails\":\"Free next day shipping\",\"emailAddress\":\"jane@example.com\",\"contactId\":\"c-1\",\"currency\":\"USD\",\"subtotal\":23.99,\"discountAmount\":0,\"taxAmount\":1.68,\"shippingAmount\":0.0,\"grandTotal\":25.67,\"lineItems\":[{\"position\":0,\"sku\":\"MUG-1\",\"name\":\"Coffee Mug\",\"description\":\"Holds coffee\",\"category\":\"Kitchen\",\"other\":null,\"quantity\":1,\"unitPrice\":3.99,\"salePrice\":3.99,\"totalPrice\":3.990,\"imageUrl\":\"https://shop.example.com/mug.png\",\"productUrl\":null},{\"position\":1,\"name\":\"Pot\",\"quantity\":2,\"totalPrice\":20}],\"originIp\":\"127.0.0.1\",\"originUserAgent\":null,\"messageId\":null,\"deliveryId\":null,\"trackingCookieName\":\"tid_abc\",\"trackingCookieValue\":\"3.Ag.AQ\",\"hasTracking\":false,\"createdDate\":\"2026-05-12T03:53:14.322Z\",\"updatedDate\":\"2026-05-12T03:53:14.322Z\",\"states\":{\"processed\":true,\"shipped\":false},\"orderDate\":\"2026-05-12T00:00:00.000Z\",\"orderId\":\"0AD24370-96de-4922-9a53-954530fcbb64\",\"customerOrderId\":\"1001\",\"cartId\":null,\"status\":\"PROCESSED\"}","edits":{"states.shipped":"yes","shippingTrackingUrl":"https://example.com/track/1","shippingDate":"2026-11-26","shippingDetails":"UPS","taxAmount":"2.00","grandTotal":"26.00","states.processed":"no"},"lines":[[0,{}],[1,{}],[null,{"name":"Lid","quantity":"1","totalPrice":"2.50"}]]}}');
CREATE TABLE run_rows (
            run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
            place INTEGER NOT NULL,
            status TEXT NOT NULL,
            content TEXT NOT NULL,
            ending TEXT,
            PRIMARY KEY (run, place)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "run_rows" VALUES(1,0,'sent','267ef3ea{"cells":["1001","A"],"content":{"wanted":{"order":"1001","by":"customer id","shipment":{"link":"https://example.com/track/1001","date":"2026-11-26","details":""},"message":false,"problem":"","why":""},"verdict":"will ship","why":"","order_id":"id-0","customer_id":"1001","held_link":""}}','895cbbb9{"reason":"The order was read again and holds it.","number":1795803030,"at":"2026-11-26T12:00:00.000000+00:00"}');
INSERT INTO "run_rows" VALUES(1,1,'left out','7d785ab9{"cells":["1002","B"],"content":{"wanted":{"order":"1002","by":"customer id","shipment":{"link":"https://example.com/track/1002","date":"2026-11-26","details":""},"message":true,"problem":"","why":""},"verdict":"different link","why":"https://example.com/old","order_id":"id-1","customer_id":"1002","held_link":""}}','5523658f{"reason":"already shipped, different link: https://example.com/old","number":null,"at":null}');
INSERT INTO "run_rows" VALUES(1,2,'left out','a2e71452{"cells":["1003","C"],"content":{"wanted":{"order":"1003","by":"customer id","shipment":{"link":"https://example.com/track/1003","date":"2026-11-26","details":""},"message":null,"problem":"","why":""},"verdict":"not found","why":"","order_id":"id-2","customer_id":"1003","held_link":""}}','ce239cf5{"reason":"not found","number":null,"at":null}');
INSERT INTO "run_rows" VALUES(1,3,'left out','db7e175d{"cells":["1001","D"],"content":{"wanted":{"order":"1001","by":"customer id","shipment":{"link":"https://example.com/track/1001","date":"2026-11-26","details":""},"message":null,"problem":"","why":""},"verdict":"duplicate","why":"the same order as row 1","order_id":"id-3","customer_id":"1001","held_link":""}}','8ea5dd4a{"reason":"duplicate: the same order as row 1","number":null,"at":null}');
INSERT INTO "run_rows" VALUES(1,4,'left out','eb062e83{"cells":["x y","E"],"content":{"wanted":{"order":"x y","by":"id","shipment":{"link":"","date":"","details":""},"message":null,"problem":"bad id","why":"There is no order''s ID in this row."},"verdict":"bad id","why":"There is no order''s ID in this row.","order_id":"id-4","customer_id":"x y","held_link":""}}','c41a30e2{"reason":"bad ID: There is no order''s ID in this row.","number":null,"at":null}');
INSERT INTO "run_rows" VALUES(1,5,'skipped','5c3194d5{"cells":["1006","F"],"content":{"wanted":{"order":"1006","by":"customer id","shipment":{"link":"https://example.com/track/1006","date":"2026-11-26","details":""},"message":false,"problem":"","why":""},"verdict":"will ship","why":"","order_id":"id-5","customer_id":"1006","held_link":""}}','282fe1f7{"reason":"It is shipped already, with this link.","number":1795803030,"at":"2026-11-26T12:00:00.000000+00:00"}');
INSERT INTO "run_rows" VALUES(1,6,'left out','67c6b7c2{"cells":["1007","G"],"content":{"wanted":{"order":"1007","by":"customer id","shipment":{"link":"https://example.com/track/1007","date":"2026-11-26","details":""},"message":null,"problem":"","why":""},"verdict":"not read","why":"Nothing answers at api.example.com: the connection was refused.","order_id":"id-6","customer_id":"1007","held_link":""}}','81832b48{"reason":"could not be read: Nothing answers at api.example.com: the connection was refused.","number":null,"at":null}');
INSERT INTO "run_rows" VALUES(1,7,'left out','b745e958{"cells":["1008","H"],"content":{"wanted":{"order":"1008","by":"customer id","shipment":{"link":"https://example.com/track/1008","date":"2026-11-26","details":""},"message":null,"problem":"","why":""},"verdict":"will ship","why":"","order_id":"id-7","customer_id":"1008","held_link":""}}','75d9bc81{"reason":"not chosen","number":null,"at":null}');
INSERT INTO "run_rows" VALUES(1,8,'unknown','537c951d{"cells":["1009","I"],"content":{"wanted":{"order":"1009","by":"customer id","shipment":{"link":"https://example.com/track/1009","date":"2026-11-26","details":""},"message":false,"problem":"","why":""},"verdict":"will ship","why":"","order_id":"id-8","customer_id":"1009","held_link":""}}','74661618{"reason":"Nothing answers at api.example.com.","number":1795803030,"at":"2026-11-26T12:00:00.000000+00:00"}');
CREATE TABLE runs (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            environment TEXT NOT NULL,
            made_at TEXT NOT NULL,
            finished_at TEXT,
            content TEXT NOT NULL
        ) STRICT;
INSERT INTO "runs" VALUES(1,'Shop','2026-11-26T12:00:00.000000+00:00',NULL,'cb438d1d{"name":"warehouse.csv","head":["Order","Tracking"],"content":{}}');
CREATE TABLE tabs (
            environment TEXT NOT NULL PRIMARY KEY,
            content TEXT NOT NULL
        ) STRICT;
INSERT INTO "tabs" VALUES('Shop','8333faf5{"tabs":[["order","0ad24370-96de-4922-9a53-954530fcbb64"]],"front":["order","0ad24370-96de-4922-9a53-954530fcbb64"]}');
CREATE TABLE trail (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            environment TEXT NOT NULL,
            kind TEXT NOT NULL,
            record_id TEXT NOT NULL,
            sent_at TEXT NOT NULL,
            outcome TEXT NOT NULL,
            intent TEXT NOT NULL,
            ending TEXT
        ) STRICT;
INSERT INTO "trail" VALUES(1795803027,'Shop','order','0ad24370-96de-4922-9a53-954530fcbb64','2026-11-26T12:01:00.000000+00:00','saved','02494eae{"sent_at":"2026-11-26T12:01:00.000000+00:00","who":"jo","kind":"order","record_id":"0ad24370-96de-4922-9a53-954530fcbb64","customer_id":"1001","changes":[["states.shipped","Shipped","no","yes"],["shippingTrackingUrl","Tracking URL","empty","https://example.com/track/1"],["shippingDate","Shipping date","empty","2026-11-26"],["shippingDetails","Shipping details","Free next day shipping","UPS"],["taxAmount","Tax","1.68","2.00"],["grandTotal","Grand total","25.67","26.00"]],"method":"POST","url":"https://api.example.com/orders/0ad24370-96de-4922-9a53-954530fcbb64?triggerEvents=false","workflows":false,"force":false,"run":"","digest":"5c45f3148eecb6754755143dc305a869c0796629ac2efe871ff952fd18410c95"}
f1f86cf2{"body":"{\n  \"states\": {\n    \"processed\": true,\n    \"shipped\": true\n  },\n  \"shippingTrackingUrl\": \"https://example.com/track/1\",\n  \"shippingDate\": \"2026-11-26\",\n  \"shippingDetails\": \"UPS\",\n  \"taxAmount\": 2.00,\n  \"grandTotal\": 26.00\n}","values":[[false,true],[null,"https://example.com/track/1"],[null,"2026-11-26"],["Free next day shipping","UPS"],[1.68,2.00],[25.67,26.00]],"keys":["0AD24370-96de-4922-9a53-954530fcbb64","1001","jane@example.com","c-1","Free next day shipping","MUG-1","Coffee Mug","Pot"]}','5793d4c8{"outcome":"saved","reason":"","settled_at":"2026-11-26T12:02:00.000000+00:00"}
00b38bd9{"answer":{"shippingTrackingUrl":null,"shippingDate":null,"shippingDetails":"Free next day shipping","emailAddress":"jane@example.com","contactId":"c-1","currency":"USD","subtotal":23.99,"discountAmount":0,"taxAmount":1.68,"shippingAmount":0.0,"grandTotal":25.67,"lineItems":[{"position":0,"sku":"MUG-1","name":"Coffee Mug","description":"Holds coffee","category":"Kitchen","other":null,"quantity":1,"unitPrice":3.99,"salePrice":3.99,"totalPrice":3.990,"imageUrl":"https://shop.example.com/mug.png","productUrl":null},{"position":1,"name":"Pot","quantity":2,"totalPrice":20}],"originIp":"127.0.0.1","originUserAgent":null,"messageId":null,"deliveryId":null,"trackingCookieName":"tid_abc","trackingCookieValue":"3.Ag.AQ","hasTracking":false,"createdDate":"2026-05-12T03:53:14.322Z","updatedDate":"2026-05-12T03:53:14.322Z","states":{"processed":true,"shipped":false},"orderDate":"2026-05-12T00:00:00.000Z","orderId":"0AD24370-96de-4922-9a53-954530fcbb64","customerOrderId":"1001","cartId":null,"status":"PROCESSED"}}');
INSERT INTO "trail" VALUES(1795803028,'Shop','order','0ad24370-96de-4922-9a53-954530fcbb64','2026-11-26T12:03:00.000000+00:00','not saved','0e285e94{"sent_at":"2026-11-26T12:03:00.000000+00:00","who":"jo","kind":"order","record_id":"0ad24370-96de-4922-9a53-954530fcbb64","customer_id":"1001","changes":[["states.processed","Processed","yes","no"],["lineItems","Line items","2 lines","replaced by these 2: 1 changed (line 2: quantity 1 \u2192 3), 1 moved"]],"method":"POST","url":"https://api.example.com/orders/0ad24370-96de-4922-9a53-954530fcbb64?triggerEvents=false","workflows":false,"force":false,"run":"","digest":"1478016cab9f6c571a9974a983a5b297bc7f7a8f4f125f14945489183c0163ea"}
8776c0c8{"body":"{\n  \"states\": {\n    \"processed\": false,\n    \"shipped\": false\n  },\n  \"lineItems\": [\n    {\n      \"name\": \"Pot\",\n      \"quantity\": 2,\n      \"totalPrice\": 20\n    },\n    {\n      \"sku\": \"MUG-1\",\n      \"name\": \"Coffee Mug\",\n      \"description\": \"Holds coffee\",\n      \"category\": \"Kitchen\",\n      \"quantity\": 3,\n      \"unitPrice\": 3.99,\n      \"salePrice\": 3.99,\n      \"totalPrice\": 3.990,\n      \"imageUrl\": \"https://shop.example.com/mug.png\"\n    }\n  ]\n}","values":[[true,false],[[{"sku":"MUG-1","name":"Coffee Mug","description":"Holds coffee","category":"Kitchen","quantity":1,"unitPrice":3.99,"salePrice":3.99,"totalPrice":3.990,"imageUrl":"https://shop.example.com/mug.png"},{"name":"Pot","quantity":2,"totalPrice":20}],[{"name":"Pot","quantity":2,"totalPrice":20},{"sku":"MUG-1","name":"Coffee Mug","description":"Holds coffee","category":"Kitchen","quantity":3,"unitPrice":3.99,"salePrice":3.99,"totalPrice":3.990,"imageUrl":"https://shop.example.com/mug.png"}]]],"keys":["0AD24370-96de-4922-9a53-954530fcbb64","1001","jane@example.com","c-1","Free next day shipping","MUG-1","Coffee Mug","Pot"]}','4e287cd4{"outcome":"not saved","reason":"Someone else had changed the same. Nothing was sent.","settled_at":"2026-11-26T12:04:00.000000+00:00"}
9bb2098a{"answer":null}');
INSERT INTO "trail" VALUES(1795803029,'Shop','order','0ad24370-96de-4922-9a53-954530fcbb64','2026-11-26T12:05:00.000000+00:00','unknown','450eca4a{"sent_at":"2026-11-26T12:05:00.000000+00:00","who":"jo","kind":"order","record_id":"0ad24370-96de-4922-9a53-954530fcbb64","customer_id":"1001","changes":[["shippingDetails","Shipping details","Free next day shipping","empty"]],"method":"POST","url":"https://api.example.com/orders/0ad24370-96de-4922-9a53-954530fcbb64?triggerEvents=false","workflows":false,"force":false,"run":"warehouse.csv, row 2","digest":"4caf55c550bb307e58d74c52e358544ae16ba8e2c5f099ac6beb479a0bfbf50f"}
3c8d9180{"body":"{\n  \"shippingDetails\": \"\"\n}","values":[["Free next day shipping",""]],"keys":["0AD24370-96de-4922-9a53-954530fcbb64","1001","jane@example.com","c-1","Free next day shipping","MUG-1","Coffee Mug","Pot"]}','15232ad3{"outcome":"unknown","reason":"","settled_at":"2026-11-26T12:06:00.000000+00:00"}
9bb2098a{"answer":null}');
INSERT INTO "trail" VALUES(1795803030,'Shop','cart','7255c31c-39ac-4611-a2b7-974b0ebfa555','2026-11-26T12:07:00.000000+00:00','saved','9ebe29bc{"sent_at":"2026-11-26T12:07:00.000000+00:00","who":"jo","kind":"cart","record_id":"7255c31c-39ac-4611-a2b7-974b0ebfa555","customer_id":"C-2207","changes":[["status","Status","Active","Abandoned"]],"method":"PUT","url":"https://api.example.com/carts/7255c31c-39ac-4611-a2b7-974b0ebfa555/abandon","workflows":false,"force":false,"run":"","digest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
6d26cd05{"body":"","values":[["ACTIVE","ABANDONED"]],"keys":["7255c31c-39ac-4611-a2b7-974b0ebfa555","C-2207","https://shop.example.com/carts/abc-123","MUG-1","Coffee Mug","Abandon cart","abandon"]}','2a86cfbc{"outcome":"saved","reason":"","settled_at":"2026-11-26T12:08:00.000000+00:00"}
9bb2098a{"answer":null}');
CREATE TABLE trail_words (
            number INTEGER PRIMARY KEY REFERENCES trail ON DELETE CASCADE,
            words TEXT NOT NULL
        ) STRICT;
INSERT INTO "trail_words" VALUES(1795803027,'0ad24370-96de-4922-9a53-954530fcbb64
1001
jane@example.com
c-1
free next day shipping
mug-1
coffee mug
pot
shipped
no
yes
tracking url
empty
https://example.com/track/1
shipping date
2026-11-26
shipping details
ups
tax
1.68
2.00
grand total
25.67
26.00');
INSERT INTO "trail_words" VALUES(1795803028,'0ad24370-96de-4922-9a53-954530fcbb64
1001
jane@example.com
c-1
free next day shipping
mug-1
coffee mug
pot
processed
yes
no
line items
2 lines
replaced by these 2: 1 changed (line 2: quantity 1 → 3), 1 moved
holds coffee
kitchen
https://shop.example.com/mug.png');
INSERT INTO "trail_words" VALUES(1795803029,'0ad24370-96de-4922-9a53-954530fcbb64
1001
warehouse.csv, row 2
jane@example.com
c-1
free next day shipping
mug-1
coffee mug
pot
shipping details
empty');
INSERT INTO "trail_words" VALUES(1795803030,'7255c31c-39ac-4611-a2b7-974b0ebfa555
c-2207
https://shop.example.com/carts/abc-123
mug-1
coffee mug
abandon cart
abandon
status
active
abandoned');
CREATE INDEX trail_of_a_record ON trail (environment, kind, record_id, number);
CREATE INDEX trail_by_time ON trail (sent_at);
CREATE INDEX trail_unsettled ON trail (environment, number)
            WHERE outcome IN ('sent', 'unknown');
CREATE INDEX archive_by_time ON archive (environment, opened_at);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('trail',1795803030);
INSERT INTO "sqlite_sequence" VALUES('runs',1);
COMMIT;
