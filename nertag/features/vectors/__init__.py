"""Vectors of tokens, bigrams and words: read from files or trained on raw text."""
