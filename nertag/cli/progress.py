"""How a training run looks on a terminal, in the words of the command line."""

from __future__ import annotations

from nertag.cli.wording import worded
from nertag.training import ProgressListener


class ConsoleListener(ProgressListener):
    """Shows progress; settings are named as flags."""

    def worded(self, message: str) -> str:
        """A line in which settings are named as flags.

        Parameters
        ----------
        message : str
            The line.
        """
        return worded(message)
