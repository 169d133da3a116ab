"""How good a model or a file of predictions is."""
