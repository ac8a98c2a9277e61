"""Make statements of chapters: one module for each way in which documents lay them out."""
