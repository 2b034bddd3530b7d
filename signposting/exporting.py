"""The directory for other programs: one JSON document, or one CSV row for each way to get in touch."""

import csv
import io
import json
from collections.abc import Mapping, Sequence

from signposting.directory import Contact, Directory, Service
from signposting.hours import Hours

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

COLUMNS = (
    "id",
    "name",
    "summary",
    "areas",
    "topics",
    "kind",
    "value",
    "keyword",
    "note",
    "country",
    "hours",
    "zone",
    "hours_note",
    "languages",
    "age_min",
    "age_max",
    "cost",
    "only_for",
    "general",
    "emergency",
    "last_resort",
    "as_of",
    "checked",
    "checked_by",
    "sources",
)


def as_json(directory: Directory) -> str:
    """Every service with all that is known of it, sorted by id."""
    services = sorted(directory.services, key=lambda service: service.id)
    return json.dumps({"services": [_service(each) for each in services]}, ensure_ascii=False, indent=2) + "\n"


def as_csv(directory: Directory) -> str:
    """A row for each contact of each service, sorted by id; several values in a cell have "; " between them."""
    written = io.StringIO()
    rows = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    rows.writeheader()
    for service in sorted(directory.services, key=lambda service: service.id):
        known = _service(service)
        for contact in service.contacts:
            both = {**known, **_contact(service, contact), "hours": _in_rules(service.hours_of(contact))}
            rows.writerow({key: _cell(both[key]) for key in COLUMNS})
    return written.getvalue()


def _service(service: Service) -> dict[str, object]:
    return {
        "id": service.id,
        "name": service.name,
        "summary": service.summary,
        "areas": sorted(service.areas),
        "topics": sorted(service.topics),
        "contacts": [_contact(service, each) for each in service.contacts],
        "zone": service.hours.zone.key,
        "hours": _hours(service.hours),
        "hours_note": service.hours_note,
        "languages": sorted(service.languages),
        "age_min": service.age_min,
        "age_max": service.age_max,
        "cost": service.cost.value,
        "only_for": sorted(service.only_for),
        "general": service.general,
        "emergency": service.emergency,
        "last_resort": service.last_resort,
        "rank": service.rank,
        "says": {"happens": service.says.happens, "private": service.says.private, "free": service.says.free},
        "as_of": service.as_of.isoformat() if service.as_of else None,
        "checked": service.checked.isoformat() if service.checked else None,
        "checked_by": service.checked_by or None,
        "sources": [
            {"publisher": each.publisher, "address": each.address, "dated": each.dated} for each in service.sources
        ],
    }


def _contact(service: Service, contact: Contact) -> dict[str, object]:
    """Its hours only where they are its own."""
    return {
        "kind": contact.kind.value,
        "value": contact.value,
        "keyword": contact.keyword,
        "note": contact.note,
        "country": service.country_of(contact) if contact.is_number else "",
        "hours": _hours(contact.hours) if contact.hours else None,
    }


def _hours(hours: Hours) -> object:
    """Always, unknown, or the periods of a week: day 0 is Monday; closing at or before opening means the next day."""
    if not hours.periods:
        return _in_rules(hours)
    return [
        {"days": sorted(each.days), "opens": f"{each.opens:%H:%M}", "closes": f"{each.closes:%H:%M}"}
        for each in hours.periods
    ]


def _in_rules(hours: Hours) -> str:
    """The same for one cell, by the names that our files have: "mon,tue 09:00-17:00; sat 10:00-12:00"."""
    if not hours.periods:
        return "always" if hours.always else "unknown"
    return "; ".join(
        f"{','.join(_DAYS[day] for day in sorted(each.days))} {each.opens:%H:%M}-{each.closes:%H:%M}"
        for each in hours.periods
    )


def _cell(value: object) -> object:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(_named(each) for each in value)
    return "" if value is None else value


def _named(value: object) -> str:
    return f"{value['publisher']} ({value['dated']})" if isinstance(value, Mapping) else str(value)
