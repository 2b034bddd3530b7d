"""The directory for other programs: one JSON document, or one CSV row for each way to get in touch."""

import csv
import io
import json
from collections.abc import Mapping, Sequence

from signposting.directory import Contact, Directory, Service

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
    "zone",
    "languages",
    "age_min",
    "age_max",
    "cost",
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
            both = {**known, **_contact(contact)}
            rows.writerow({key: _cell(both[key]) for key in COLUMNS})
    return written.getvalue()


def _service(service: Service) -> dict[str, object]:
    hours = service.hours
    return {
        "id": service.id,
        "name": service.name,
        "summary": service.summary,
        "areas": sorted(service.areas),
        "topics": sorted(service.topics),
        "contacts": [_contact(each) for each in service.contacts],
        "zone": hours.zone.key,
        "always": hours.always,
        "hours": [
            {"days": sorted(each.days), "opens": f"{each.opens:%H:%M}", "closes": f"{each.closes:%H:%M}"}
            for each in hours.periods
        ],
        "languages": sorted(service.languages),
        "age_min": service.age_min,
        "age_max": service.age_max,
        "cost": service.cost.value,
        "general": service.general,
        "emergency": service.emergency,
        "last_resort": service.last_resort,
        "as_of": service.as_of.isoformat() if service.as_of else None,
        "checked": service.checked.isoformat() if service.checked else None,
        "checked_by": service.checked_by or None,
        "sources": [
            {"publisher": each.publisher, "address": each.address, "dated": each.dated} for each in service.sources
        ],
    }


def _contact(contact: Contact) -> dict[str, str]:
    return {"kind": contact.kind.value, "value": contact.value, "keyword": contact.keyword, "note": contact.note}


def _cell(value: object) -> object:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(_named(each) for each in value)
    return "" if value is None else value


def _named(value: object) -> str:
    return f"{value['publisher']} ({value['dated']})" if isinstance(value, Mapping) else str(value)
