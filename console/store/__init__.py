"""The operator's own files. No Qt, no HTTP."""
