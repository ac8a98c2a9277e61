"""The pages on the publication of a review, for its editors and administrators."""
