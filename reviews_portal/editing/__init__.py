"""Reviews are edited as rows of a working copy, which readers never see, and then published as records."""
