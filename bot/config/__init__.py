"""The settings of one installation, from a TOML file and the environment; or every fault in them, at once."""

from bot.config.faults import ConfigError, Fault
from bot.config.reading import VARIABLES, load
from bot.config.sections import Config, Database, Section, Web

__all__ = ["VARIABLES", "Config", "ConfigError", "Database", "Fault", "Section", "Web", "load"]
