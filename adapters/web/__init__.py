"""The one aiohttp application: health, the playground, later the dashboard."""

from adapters.web.server import CannotListen, PortTaken, application, serve

__all__ = ["CannotListen", "PortTaken", "application", "serve"]
