"""The audit of labelled data before training."""
