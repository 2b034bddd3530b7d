"""What a card of options is about, small enough for every one of its buttons to carry it over a restart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.contract.events import ButtonPressed
from signposting import Topic
from signposting.ways import Way

GENERAL = (Topic.CRISIS,)
"""What a card is about where nobody has named anything: whoever listens to everything, danger first."""

FOUND = "="
"""What begins a subject that names services by their ids, as a search found them."""

FLEETING = "fleeting"
"""What a button carries as its choice where its answer vanishes on reload: the card offers to be sent, to be kept."""

DANGER_TOO = "danger"
"""What "Send this to my messages" carries where danger came first, whatever the topics."""

ROOM = 70
"""How long a subject may be: the platforms give a button 100 characters, action and choice included."""

TOPICS = {each.value: each for each in Topic}
WAYS = {each.value: each for each in Way}


@dataclass(frozen=True, slots=True)
class Asked:
    """The topics, or the ``ids`` of the services that a search found; where, which way, and how often "more"."""

    topics: tuple[Topic, ...] = GENERAL
    area: str = ""
    way: Way | None = None
    page: int = 0
    ids: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """What a button carries: ``crisis money|GB-SCT|write|1``, with nothing after the last part that says something.

        Topics or ids that don't fit are left out from the end; the first always fits.
        """
        rest = ["", self.area, self.way.value if self.way else "", str(self.page) if self.page else ""]
        tail = "|".join(rest).rstrip("|")
        names = self.ids or tuple(each.value for each in self.topics)
        return f"{FOUND if self.ids else ''}{' '.join(_fitting(names, ROOM - len(tail) - 1))}{tail}"

    def on(self, page: int) -> Asked:
        """The same card, so many pages on."""
        return replace(self, page=page)


def asked_by(event: ButtonPressed) -> Asked:
    """The card that a button belongs to. What no longer exists is left out; what can't be read is GENERAL's card."""
    names, area, way, page = (*event.subject.split("|"), "", "", "", "")[:4]
    if names.startswith(FOUND):
        return Asked(GENERAL, area, WAYS.get(way), 0, tuple(names.removeprefix(FOUND).split()))
    topics = tuple(TOPICS[each] for each in names.split() if each in TOPICS)
    return Asked(topics or GENERAL, area, WAYS.get(way), page_in(page, 0))


def page_in(written: str, otherwise: int) -> int:
    """The page that a button carries; ``otherwise`` where it can't be read."""
    return int(written) if written.isdecimal() and len(written) <= 2 else otherwise  # noqa: PLR2004  # pages


def _fitting(names: Iterable[str], room: int) -> Iterator[str]:
    for place, name in enumerate(names):
        room -= len(name) + 1
        if place and room < 0:
            return
        yield name
