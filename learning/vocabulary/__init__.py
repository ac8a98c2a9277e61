"""The vocabularies that editors maintain: agencies, their public names, and proposals of themes."""
