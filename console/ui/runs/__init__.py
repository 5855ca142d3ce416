"""The window for shipping a file: columns, rows, counts, chart and foot of one run."""
