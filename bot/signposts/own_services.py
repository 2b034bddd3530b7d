"""A community's own services: from what moderators type to a row, and from a row to a service of the directory."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.signposts.tables import ServiceRow
from signposting import DirectoryError, Service, country_of
from signposting.directory import OWN
from signposting.overlay import read_service

CHECKED_BY = "moderators"

LED_BY = {
    "text": frozenset({"text", "texts", "sms", "texto", "mensaje"}),
    "phone": frozenset({"call", "phone", "tel", "ring", "llama", "llamar", "teléfono", "telefono"}),
    "chat": frozenset({"chat"}),
    "web": frozenset({"web", "website", "site", "page", "página"}),
}
"""What may stand before a number or an address, by the kind of contact it makes."""

BETWEEN = re.compile(r"[\n;]+")
KEYWORD = re.compile(r"([^\W\d_]+) +(?:to|al?) +(.+)")
NUMBER_SIGNS = str.maketrans("-–().‑", "      ")
AROUND_THE_CLOCK = frozenset({"always", "24/7", "24 hours", "any time"})
TIME = re.compile(r"(?<![\d:])(\d{1,2})(?:[:.](\d\d))? ?(am|pm)?(?![\d:])")
DASHES = re.compile(r" ?[-–—] ?")
NOON = 12
SHORT_CODE = 6
"""So many digits at most are a short code, which is dialled in one country."""

FIELDS = {
    "name": "name",
    "summary": "summary",
    "contacts": "ways",
    "sources": "source",
    "topics": "topics",
    "areas": "area",
    "hours": "hours",
    "zone": "hours",
}
"""Which field of the forms a key of the directory's entries was typed in."""


class ServiceRefused(ValueError):
    """A service that can't be used; ``field`` is where to mend it, the message the reason."""

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        super().__init__(reason)


def own_id(row: ServiceRow) -> str:
    """The service's id in the community's directory."""
    return f"{OWN}{row.id}"


def own_service(row: ServiceRow) -> Service:
    """The row as the directory has services, by the rules for our own; ServiceRefused for its first fault."""
    try:
        return read_service(_table(row), "own")
    except DirectoryError as error:
        reason = error.faults[0].reason.removeprefix(f"{own_id(row)}: ")
        key, _, rest = reason.partition(": ")
        raise ServiceRefused(FIELDS.get(key, ""), rest if key in FIELDS else reason) from None


def plain_hours(typed: str) -> str:
    """Hours in the directory's notation, as far as they can be understood: ``Mon–Fri 9-5pm`` is not far from it."""
    plain = " ".join(typed.casefold().split())
    if plain in AROUND_THE_CLOCK:
        return "always"
    rules = (DASHES.sub("-", each).strip() for each in BETWEEN.split(typed.casefold()))
    return "; ".join(TIME.sub(_clock, rule) for rule in rules if rule) or "unknown"


def a_sentence(typed: str) -> str:
    """One line that ends with a full stop."""
    line = " ".join(typed.split())
    return line if line.endswith((".", "?", "…")) else f"{line}."


def _clock(found: re.Match[str]) -> str:
    hour, minute, half = int(found[1]), found[2] or "00", found[3]
    if half and 1 <= hour <= NOON:
        hour = hour % NOON + (NOON if half == "pm" else 0)
    return f"{hour:02}:{minute}"


def _table(row: ServiceRow) -> Mapping[str, Any]:
    topics = row.topics.split()
    ways = [_way(each.strip(), country_of(row.area)) for each in BETWEEN.split(row.ways) if each.strip()]
    web = next((each["value"] for each in ways if each["kind"] == "web"), row.source)
    day = row.checked_on.isoformat()
    return {
        "id": own_id(row),
        "name": row.name,
        "summary": row.summary,
        "areas": [row.area],
        "topics": topics or ["loneliness"],
        "general": not topics,
        "contacts": ways,
        "zone": row.zone,
        "hours": row.hours if row.hours in {"always", "unknown"} else row.hours.split("; "),
        "languages": [row.language],
        "sources": [{"publisher": row.source, "address": web, "dated": day}],
        "as_of": "",
        "checked": day,
        "checked_by": CHECKED_BY,
        "rank": 1,
    }


def _way(line: str, country: str) -> dict[str, str]:
    """``text HELLO to 85258``, ``0141 496 0000``, ``https://…``: a contact as entries write it."""
    first, _, rest = line.partition(" ")
    kind = next((kind for kind, leads in LED_BY.items() if first.rstrip(":").casefold() in leads), "")
    value = rest.strip() if kind else line
    if "://" in value or value.casefold().startswith("www."):
        return {"kind": kind if kind in {"chat", "web"} else "web", "value": value}
    keyword = KEYWORD.fullmatch(value) if kind == "text" else None
    number = " ".join((keyword[2] if keyword else value).translate(NUMBER_SIGNS).split())
    way = {"kind": kind or "phone", "value": number}
    way |= {"keyword": keyword[1].upper()} if keyword else {}
    return way | {"country": country} if len(number.replace(" ", "")) <= SHORT_CODE else way
