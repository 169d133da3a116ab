"""What turns ids into emissions at tagging time."""
