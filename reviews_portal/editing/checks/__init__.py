"""What is checked before the rows of a working copy are published."""
