"""A draft on a newer reading: `differences` names what moved, `clash` what both changed; the rest knows lines and money."""
