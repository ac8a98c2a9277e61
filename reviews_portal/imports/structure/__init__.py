"""Turn chapters into statements: one module for each way in which documents lay them out."""
