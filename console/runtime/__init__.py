"""What everything runs on: threads (`jobs`), cancelling, one writer for many, the brake, the log, the files beside the code.

It must not know an order, a presenter or a widget.
"""
