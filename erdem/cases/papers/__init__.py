"""What the papers of P4–P8 say: wording as data (``seeds/papers_rights.json``), facts from the case, one sheet each."""
