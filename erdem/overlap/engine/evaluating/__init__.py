"""How well the comparison works: retrieval, bands, cases, processes, perturbed and synthetic claims, agreement of readers."""
