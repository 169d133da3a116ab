"""Emissions to legal tags, spans and probabilities, in numpy."""
