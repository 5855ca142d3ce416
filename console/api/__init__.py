"""The Bronto Orders REST API over HTTP. No Qt, no widgets, no threads of its own."""
