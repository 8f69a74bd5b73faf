"""The forms that people fill in, and the way to them."""
