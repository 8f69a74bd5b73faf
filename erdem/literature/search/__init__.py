"""Finding patent documents: the query language, the index, highlighting. Plain Python; the database is not read here.

    store = IndexStore(folder)                                    a folder of this machine, made when missing
    store.rebuild(documents, Dictionary(words), position="41")    every `IndexDocument`; the old index serves until then
    with store.writer() as writer:                                one at a time
        writer.replace(documents)
        writer.delete(ids)
        writer.commit("42")                                       visible at once; `writer.position` is where to go on
    store.state(dictionary)                                       versions, position, whether to rebuild
    Searcher(store).search(node, filters=…, sort=…, offset=…, limit=…, collapse_families=…, facets=…)
    Searcher(store).similar(document)

`store.snapshot()` gives the tantivy searcher and schema of the newest commit, and `compile.compile_query(node, snapshot)` the
tantivy query of a tree, for whoever measures one against the other.
"""
