"""What could identify somebody in the texts of a review: signs of it, and what people decided about them."""
