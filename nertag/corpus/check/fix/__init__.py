"""Repaired copies of labelled files."""
