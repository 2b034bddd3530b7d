"""Discord's REST API and gateway on loopback, as far as a bot sees them; real discord.py talks to it."""

from tests.simulators.discord.people import Person
from tests.simulators.discord.server import DiscordSimulator

__all__ = ["DiscordSimulator", "Person"]
