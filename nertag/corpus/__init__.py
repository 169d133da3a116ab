"""Work on files of labelled text: convert, split, check."""
