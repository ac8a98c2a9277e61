"""What the demonstration shows beside the reviews of the fixtures: an invented partnership and its reviews."""
