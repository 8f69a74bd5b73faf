"""Front-end assets: style kit, web fonts and the fonts of printed documents, fetched from a pinned list.

Nothing fetched is committed. A set-up or a package build runs ``python -m erdem.base.assets.build``; a
built wheel already carries the result and never calls Node.
"""
