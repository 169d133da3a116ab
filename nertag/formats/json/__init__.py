"""Formats whose records are JSON."""
