"""Sharing: a request meets the holders' decision, terms become a permit, use is reported, the benefit returns."""
