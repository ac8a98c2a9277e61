"""Finding what was learnt by its words."""
