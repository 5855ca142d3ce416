"""Order Console: a desktop console for orders and carts behind the Bronto Orders REST API."""

__version__ = "0.1.0"
