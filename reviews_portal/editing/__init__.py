"""Edit reviews as rows of a working copy, which readers never see, and publish the rows as records."""
