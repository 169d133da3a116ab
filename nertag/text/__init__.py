"""What labelled text is: sentences, tokens, tags."""
