"""What may be done with a working copy: each rule in one function and one transaction."""
