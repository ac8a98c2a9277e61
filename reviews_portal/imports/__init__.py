"""Documents come in: a file becomes blocks, blocks become statements, statements become a working copy."""
