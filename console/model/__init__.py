"""Values and rules of orders and carts. No Qt, no HTTP, no disk, no clock."""
