"""HTML pages from templates: one shell, one style, no text that a page cannot hold."""

from nertag.pages.render import percent, render, stream

__all__ = ["percent", "render", "stream"]
