"""Hearing that somebody may be struggling, and choosing the few services to name.

Two halves that don't need each other, standing alone: no chat, no database, no platform, nothing kept or logged.

    directory = load_directory()
    choice = choose(directory, topics={Topic.LONELINESS}, area="GB-SCT", at=now)
    for option in choice.options:
        print(option.service.name, hours_in_words(option.service, now), *map(contact_in_words, option.contacts))

    engine = load_engine()
    verdict = engine.judge("nobody would notice if I wasn't here")
    if verdict.kind is not Kind.NONE:
        print(explain(verdict))
"""

from signposting.candidates import Option
from signposting.choosing import Choice, choose
from signposting.directory import (
    ADULT,
    IN_DANGER,
    NEVER_UNASKED,
    REVIEW_PERIOD,
    UNDER_18,
    WORLD,
    Ages,
    Contact,
    ContactKind,
    Cost,
    Directory,
    Overlay,
    Service,
    Source,
    Topic,
    country_of,
)
from signposting.faults import DirectoryError, Fault, FaultyFileError, LexiconError
from signposting.finding import find_area, find_topics, split_area
from signposting.hours import Hours, Period, closing, is_open, next_opening
from signposting.judging import NOTHING, Engine, Verdict, explain, load_engine
from signposting.lexicon import Kind, Urgency
from signposting.overlay import load_overlay, read_overlay
from signposting.own import OwnPhrase
from signposting.reading import load_directory
from signposting.searching import search
from signposting.words import (
    area_in_words,
    contact_in_words,
    cost_in_words,
    hours_in_words,
    languages,
    summary_in_words,
    topic_in_words,
)

__all__ = [
    "ADULT",
    "IN_DANGER",
    "NEVER_UNASKED",
    "NOTHING",
    "REVIEW_PERIOD",
    "UNDER_18",
    "WORLD",
    "Ages",
    "Choice",
    "Contact",
    "ContactKind",
    "Cost",
    "Directory",
    "DirectoryError",
    "Engine",
    "Fault",
    "FaultyFileError",
    "Hours",
    "Kind",
    "LexiconError",
    "Option",
    "Overlay",
    "OwnPhrase",
    "Period",
    "Service",
    "Source",
    "Topic",
    "Urgency",
    "Verdict",
    "area_in_words",
    "choose",
    "closing",
    "contact_in_words",
    "cost_in_words",
    "country_of",
    "explain",
    "find_area",
    "find_topics",
    "hours_in_words",
    "is_open",
    "languages",
    "load_directory",
    "load_engine",
    "load_overlay",
    "next_opening",
    "read_overlay",
    "search",
    "split_area",
    "summary_in_words",
    "topic_in_words",
]
