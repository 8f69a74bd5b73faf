"""Reads of findings; each begins from what the actor may see."""
