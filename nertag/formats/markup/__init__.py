"""Formats that mark text in place or beside it."""
