"""Signs in the texts of a review that could identify someone, and the decisions about them."""
