"""One community, on whatever platform: the journeys are played on every one of them."""

from tests.stages.acting import COVER, Actor, Opened, Seen, Stage

__all__ = ["COVER", "Actor", "Opened", "Seen", "Stage"]
