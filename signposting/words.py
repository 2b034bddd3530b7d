"""What signposting says about services, in the reader's language: plain strings, one function for each thing."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

from signposting.directory import Contact, ContactKind, Service, Topic
from signposting.hours import MIDNIGHT, closing, is_open, next_opening

FOLDER = Path(__file__).parent / "texts"
FALLBACK = "en"

Texts = Mapping[str, Mapping[str, str]]


class Question(StrEnum):
    """What people ask themselves before they get in touch."""

    HAPPENS = "happens"
    PRIVATE = "private"
    FREE = "free"


def languages() -> tuple[str, ...]:
    """The languages these words exist in, sorted; every other one falls back to English."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def hours_in_words(service: Service, at: datetime, language: str = FALLBACK, contact: Contact | None = None) -> str:
    """When somebody answers, seen from that moment: "open now until 22:00", "opens Monday at 09:00".

    Times are wall times in the service's own zone; with a contact they are that contact's. Facts too old to trust say
    to look at the website.
    """
    says, hours = texts(language)["hours"], service.hours_of(contact) if contact else service.hours
    if not hours.known or not service.is_current(at):
        return says["unknown" if service.website else "unknown_anywhere"]
    if is_open(hours, at):
        closes = closing(hours, at)
        return says["any_time"] if closes is None else _until(closes, at.astimezone(hours.zone), language)
    opens = next_opening(hours, at)
    if opens is None:
        return says["unknown" if service.website else "unknown_anywhere"]
    days = (opens.date() - at.astimezone(hours.zone).date()).days
    key = ("opens_today", "opens_tomorrow", "opens_on")[min(days, 2)]
    return says[key].format(time=f"{opens:%H:%M}", day=_day(opens, language))


def contact_in_words(contact: Contact, language: str = FALLBACK) -> str:
    """A way to get in touch: "Call 116 123", "Text SHOUT to 85258", "Website: https://…"."""
    says = texts(language)["contact"]
    key = "text_keyword" if contact.kind is ContactKind.TEXT and contact.keyword else contact.kind.value
    said = says[key].format(value=contact.value, keyword=contact.keyword)
    note = _note(contact, language)
    return says["noted"].format(contact=said, note=note) if note else said


def way_in_words(service: Service, contact: Contact, at: datetime, language: str = FALLBACK) -> str:
    """A way to get in touch, with its own hours where they aren't the service's."""
    said, hours = contact_in_words(contact, language), _own_hours(service, contact, at, language)
    return texts(language)["contact"]["noted"].format(contact=said, note=hours) if hours else said


def asides_in_words(service: Service, contact: Contact, at: datetime, language: str = FALLBACK) -> str:
    """What to know of a contact besides its address, for whoever draws that as a link; often an empty string."""
    asides = (_note(contact, language), _own_hours(service, contact, at, language))
    return "; ".join(each for each in asides if each)


def answer_in_words(question: Question, kind: ContactKind, language: str = FALLBACK) -> str:
    """What is true in general of getting in touch this way; empty where nothing can be said in general."""
    return texts(language)[question.value].get(kind.value, "")


def private_in_words(language: str = FALLBACK) -> str:
    """What is true of every service's privacy, and never that it is without limits."""
    return texts(language)[Question.PRIVATE.value]["any"]


def says_in_words(service: Service, question: Question, language: str = FALLBACK) -> str:
    """What a source says about this very service, or an empty string; the directory's own English where need be."""
    own: str = getattr(service.says, question.value)
    return texts(language).get(f"says_{question.value}", {}).get(service.id, own) if own else ""


def cost_in_words(service: Service, language: str = FALLBACK) -> str:
    """What it costs ("free to contact"), or an empty string when no source says."""
    return texts(language)["cost"][service.cost.value]


def summary_in_words(service: Service, language: str = FALLBACK) -> str:
    """Who they are and whom they are for, in a sentence; the directory's own where this language hasn't got one."""
    return texts(language).get("summaries", {}).get(service.id, service.summary)


def topic_in_words(topic: Topic, language: str = FALLBACK) -> str:
    """The topic as a person would pick it from a list: "Grief and loss"."""
    return texts(language)["topics"][topic.value]


def area_in_words(area: str, language: str = FALLBACK) -> str:
    """The area's name ("Scotland"), or the code itself where we have no name for it."""
    return texts(language)["areas"].get(area, area)


def _note(contact: Contact, language: str) -> str:
    return texts(language).get("notes", {}).get(contact.note, contact.note)


def _own_hours(service: Service, contact: Contact, at: datetime, language: str) -> str:
    """When somebody answers this contact, where that isn't when the service answers."""
    hours = contact.hours
    if hours is None or hours == service.hours or (contact.note and not hours.known):
        return ""
    return hours_in_words(service, at, language, contact)


def _until(closes: datetime, now: datetime, language: str) -> str:
    says = texts(language)["hours"]
    days = (closes.date() - now.date()).days
    if closes.time() == MIDNIGHT and days == 1:
        return says["open_until_midnight"]
    soon = days == 0 or (closes - now).total_seconds() < 12 * 3600
    return says["open_until" if soon else "open_until_day"].format(time=f"{closes:%H:%M}", day=_day(closes, language))


def _day(at: datetime, language: str) -> str:
    return texts(language)["days"]["names"][at.weekday()]


@cache
def texts(language: str) -> Texts:
    """All of a language's own words by section, whatever its region ("es-MX"); English where there are none."""
    known = next((each for each in (language, language.partition("-")[0]) if each in languages()), FALLBACK)
    read: Texts = tomllib.loads((FOLDER / f"{known}.toml").read_text("utf-8"))
    return read
