"""A whole platform in memory: the playground's, and the double behind the journeys."""

from adapters.room.people import Visitor
from adapters.room.platform import Room
from adapters.room.things import Change, Happening, OpenForm, Person, Place, Post

__all__ = ["Change", "Happening", "OpenForm", "Person", "Place", "Post", "Room", "Visitor"]
