"""The pages on which reviews are edited."""
