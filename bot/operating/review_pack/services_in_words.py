"""All that is known of a service, as pairs of a name and what there is to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from babel import Locale

from signposting import Hours, Service, area_in_words, contact_in_words, cost_in_words, topic_in_words
from signposting.words import texts

DAYS = 7

LANGUAGES: Mapping[str, str] = {**Locale("en").languages, "mul": "many languages"}
"""What languages are called, by their codes."""


def facts(service: Service, at: datetime) -> list[tuple[str, str]]:
    """Everything a reviewer can check, empty facts left out; `at` decides whether its numbers would be shown."""
    says = (service.says.happens, service.says.private, service.says.free)
    said = [
        ("Where", ", ".join(sorted(area_in_words(each) for each in service.areas))),
        ("About", ", ".join(sorted(topic_in_words(each) for each in service.topics)) + _listens(service)),
        ("Ways", "\n".join(contact_in_words(each) + _own_hours(service, each.hours) for each in service.contacts)),
        ("Hours", hours(service.hours) + (f"; {service.hours_note}" if service.hours_note else "")),
        ("Languages", ", ".join(sorted(LANGUAGES.get(each, each) for each in service.languages))),
        ("Ages", ages(service)),
        ("Cost", cost_in_words(service) or "not known"),
        (
            "It says",
            "\n".join(each for each in says if each),
        ),
        ("Sources", " · ".join(f"{each.publisher}, {each.dated}: {each.address}" for each in service.sources)),
        ("Dates", _dates(service, at)),
    ]
    return [(name, each) for name, each in said if each]


def hours(known: Hours) -> str:
    """The weekly rules as they are: "Monday to Friday 09:00-17:00"."""
    if known.always:
        return "any time, day or night"
    if not known.periods:
        return "not known"
    spells = (f"{days(each.days)} {each.opens:%H:%M}-{each.closes:%H:%M}" for each in known.periods)
    return f"{', '.join(spells)} ({known.zone.key})"


def days(numbers: frozenset[int]) -> str:
    """Monday is 0: "every day", "Monday to Friday", "Saturday, Sunday"."""
    names: Sequence[str] = tuple(texts("en")["days"]["names"])
    chosen = sorted(numbers)
    if len(chosen) == DAYS:
        return "every day"
    if len(chosen) > 2 and chosen[-1] - chosen[0] == len(chosen) - 1:  # noqa: PLR2004 two days are listed
        return f"{names[chosen[0]]} to {names[chosen[-1]]}"
    return ", ".join(names[each] for each in chosen)


def ages(service: Service) -> str:
    """Such as "from 18", "up to 25" or "11 to 25"; an empty string for any age."""
    youngest, oldest = service.age_min, service.age_max
    if youngest is not None and oldest is not None:
        return f"{youngest} to {oldest}"
    if youngest is not None:
        return f"from {youngest}"
    return f"up to {oldest}" if oldest is not None else ""


def _listens(service: Service) -> str:
    """How it is chosen besides its topics."""
    only = ", ".join(sorted(topic_in_words(each) for each in service.only_for))
    parts = [
        "listens whatever the topic" if service.general else "",
        f"only for whoever asks about {only}" if only else "",
        "emergency: always first where somebody may be in danger" if service.emergency else "",
        "the last line of every card" if service.last_resort else "",
    ]
    return "".join(f"; {each}" for each in parts if each)


def _own_hours(service: Service, own: Hours | None) -> str:
    return f" [hours: {hours(own)}]" if own and own != service.hours else ""


def _dates(service: Service, at: datetime) -> str:
    source = f"newest source {_day(service.as_of)}" if service.as_of else "no source bears a date"
    checked = f"checked {_day(service.checked)} by {service.checked_by}" if service.checked else "checked by nobody"
    shown = "" if service.is_current(at) else "; too old, so its number is not shown"
    return f"{source}; {checked}{shown}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else "undated"
