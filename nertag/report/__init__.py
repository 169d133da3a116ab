"""What a model gets right and wrong, as a page to look at, pictures, and a list of mistakes."""
