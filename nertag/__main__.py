"""``python -m nertag`` is the command ``nertag``."""

import sys


def main() -> None:
    """Run the command line; Ctrl-C while it is loaded is no traceback."""
    try:
        from nertag.cli.main import main as run
    except KeyboardInterrupt:
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
