"""Import published documents: a file becomes blocks, blocks become statements, statements become a working copy."""
