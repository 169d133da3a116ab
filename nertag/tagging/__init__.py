"""Texts in, tagged texts out."""
