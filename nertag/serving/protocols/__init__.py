"""The ways to call a service; each file is one, made for one kind of client."""

from nertag.serving.protocols import doccano, health, label_studio, native, open_inference

PROTOCOLS = (native, open_inference, label_studio, doccano, health)

__all__ = ["PROTOCOLS"]
