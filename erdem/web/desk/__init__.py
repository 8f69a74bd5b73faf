"""The work desk: the first page of each person."""
