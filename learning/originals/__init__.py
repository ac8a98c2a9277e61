"""The original files of documents: checked and read in a bounded process, stored privately, closed by redactions."""
