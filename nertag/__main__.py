"""``python -m nertag`` is the command ``nertag``."""

from nertag.cli.main import main

if __name__ == "__main__":
    main()
