"""Settings: their table, their values from files and arguments, and TOML."""

from nertag.config.device import parse_device
from nertag.config.keywords import ReadSettings, TrainSettings
from nertag.config.setting import AUTO, Setting, settings_in
from nertag.config.settings import (
    GROUPS,
    SETTINGS,
    NetworkSettings,
    ReadingSettings,
    Settings,
    TrainingSettings,
    VectorSettings,
)
from nertag.config.toml import read_toml, to_toml
from nertag.config.values import PRESETS, reading_from, settings_from
from nertag.config.workers import Workers

__all__ = [
    "AUTO",
    "GROUPS",
    "PRESETS",
    "SETTINGS",
    "NetworkSettings",
    "ReadSettings",
    "ReadingSettings",
    "Setting",
    "Settings",
    "TrainSettings",
    "TrainingSettings",
    "VectorSettings",
    "Workers",
    "parse_device",
    "read_toml",
    "reading_from",
    "settings_from",
    "settings_in",
    "to_toml",
]
