"""Scores of entities, one concern a file."""
