"""Makes the items of an outline from records: quoted exactly, each with its document, place and citation."""
