"""Proof of existence: a transparency log that others can check, time-stamps, certificates."""
