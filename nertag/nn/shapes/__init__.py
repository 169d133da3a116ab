"""Networks for sequences of other shapes: one to many, many to one, many to many."""
