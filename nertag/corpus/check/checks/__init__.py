"""One file for each kind of thing that the audit looks at."""
