"""The people and places of the playground: a small community that anybody may walk about in."""

from __future__ import annotations

from adapters.room.platform import Room
from bot.contract.places import Channel

NAME = "Fernhill"

MODERATORS = ("Ana", "Gwen")
MEMBERS = ("Ben", "Cal", "Dee", "Esi", "Finn", "Hari", "Isla", "Jon", "Kim", "Lou", "Mo")
HELPERS = ("Cal", "Isla")
CHANNELS = ("general", "tea-room", "allotments")


def furnish(room: Room) -> Channel:
    """Let everybody move in; the moderators' own channel, where notices go."""
    moderators = [room.add_person(name, is_moderator=True) for name in MODERATORS]
    for name in MEMBERS:
        room.add_person(name)
    for name in CHANNELS:
        room.add_channel(name)
    helpers = (person.member for person in room.people.values() if person.name in HELPERS)
    room.add_role("Helpers", *helpers)
    return room.add_channel("moderators", members=[each.member for each in moderators])
