"""Training: from labelled files to a model directory."""
