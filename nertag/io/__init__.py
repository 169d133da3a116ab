"""Bytes to lines and back: compression, encodings, atomic and resumable files, threads."""
