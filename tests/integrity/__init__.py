"""Attacks in plain SQL as the application role, each in a transaction of its own that is really committed."""
