"""The wall, proved: a generated matrix of records, readers and doors in which no restricted word may be met.

* `cards`: records of every tier, state, level, label, choice, group, season, permit and cap, as plain data.
* `oracle`: who may know how much of a card, written from the rules and not from the product.
* `planting`: canary words in every text field of every table that belongs to a record, found by walking the models.
* `doors`: every way out of the product, found by walking its addresses; `asking` SQL as the application role.
* `ledger`: what was asked and what was met; ``make leak`` prints its size.
"""
