"""The dialogs for what is chosen once: environments and their credentials, settings, the operator's own carriers."""
