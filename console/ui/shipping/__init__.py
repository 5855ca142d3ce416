"""The panel that marks an order shipped, its list of carriers, and opening a tracking link."""
