"""The playground: the Room as a page, where one can be anybody."""

from adapters.web.playground.mounting import mount
from adapters.web.playground.panel import Panel

__all__ = ["Panel", "mount"]
