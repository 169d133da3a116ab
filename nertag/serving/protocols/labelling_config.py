"""A Label Studio project's labelling configuration: which text its labels are for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring


class BadConfig(ValueError):
    """A configuration that cannot be used; the message says why."""


@dataclass(frozen=True)
class LabellingConfig:
    """What is needed of a configuration to label a text.

    Parameters
    ----------
    from_name : str
        Name of the tag with the labels.
    to_name : str
        Name of the tag with the text.
    key : str
        Key of the text in a task's data.
    labels : mapping of str to str
        The project's label for each label that a model may find.
    """

    from_name: str
    to_name: str
    key: str
    labels: Mapping[str, str]


def read_config(xml: str) -> LabellingConfig:
    """Read a configuration; the first ``Labels`` for a ``Text`` is taken.

    Parameters
    ----------
    xml : str
        The configuration. It is parsed without entities and without a document type.

    Raises
    ------
    BadConfig
        It is no XML, or labels no text.
    """
    try:
        root: Element = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise BadConfig(f"is no XML that is read: {error}") from None
    texts = {text.get("name"): text for text in root.iter("Text")}
    for control in root.iter("Labels"):
        text = texts.get(control.get("toName"))
        if text is not None:
            return _config(control, text)
    raise BadConfig("has no <Labels> whose toName is the name of a <Text>")


def _config(control: Element, text: Element) -> LabellingConfig:
    source = text.get("value", "")
    if not source.startswith("$") or text.get("valueType", "text") != "text":
        raise BadConfig(f"takes its text from {source!r}, expected a key of the task, as $text")
    labels: dict[str, str] = {}
    for label in control.iter("Label"):
        value: str = label.get("value", "")
        shown: str = label.get("alias") or value
        predicted = label.get("predicted_values", "").split(",")
        for name in (shown, value, *map(str.strip, predicted)):
            labels.setdefault(name, shown)
    return LabellingConfig(control.get("name", ""), text.get("name", ""), source[1:], labels)
