"""One module for each format of file, and the registry that chooses between them."""
