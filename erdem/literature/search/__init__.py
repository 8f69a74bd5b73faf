"""Finding patent documents: the query language, the index, highlighting. Plain Python; the database is not read here."""
