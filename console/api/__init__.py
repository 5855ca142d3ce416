"""The Bronto Orders REST API over HTTP, usable without Qt.

It must not import anything heavy by itself (requests takes 0.1 s): the program does that after its first picture.

Reading and changing an order from a terminal:

    python -c '
    from console.api.client import Client
    from console.model.environment import Environment, Secret
    shop = Environment("Shop", "https://rest.example.com", "https://auth.example.com/oauth2/token",
                       "client-id", Secret(open("secret.txt").read().strip()), "test")
    with Client(shop) as client:
        order = client.get_order("0ad24370-96de-4922-9a53-954530fcbb64")
        print(order.customer_order_id, order.grand_total)
        client.update_order(order.order_id, {"shippingDetails": "By courier"}, trigger_events=False)'

Where to look: `client.py` what one can do, `orders.py` and `carts.py` the operations, `errors.py` what can go
wrong and in which words, `service.py` sign-in and checks around each operation, `transport.py` one exchange.
"""
