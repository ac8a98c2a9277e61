"""What published documents say of recommendations, typed by editors: responses, and the actions of plans."""
