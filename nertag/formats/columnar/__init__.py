"""Formats with a token or a sentence a line."""
