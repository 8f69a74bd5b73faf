"""The style sheet page: every component in light, dark and vertical, with invented data."""
