"""What the pages of sharing show."""
