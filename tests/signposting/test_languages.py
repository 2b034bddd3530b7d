"""Signposting's own words in each language: the same keys, the same gaps, and asking in one's own words."""

from __future__ import annotations

import re
import string
from datetime import datetime

import pytest

from signposting import (
    Topic,
    area_in_words,
    contact_in_words,
    cost_in_words,
    find_area,
    find_topics,
    hours_in_words,
    languages,
    load_directory,
    split_area,
    summary_in_words,
    topic_in_words,
)
from signposting.words import FALLBACK, texts
from tests.texts.test_languages import FORBIDDEN

DIRECTORY = load_directory()
OTHERS = tuple(each for each in languages() if each != FALLBACK)
TRANSLATED_DATA = {"summaries", "notes", "says_happens", "says_private", "says_free"}
"""Sections that English has none of: there the directory's own words stand."""


def gaps(sentence: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_spanish_is_among_the_languages() -> None:
    """What Brewmate speaks, the directory speaks as well."""
    assert "es" in languages()


@pytest.mark.parametrize("language", OTHERS)
def test_every_key_is_there(language: str) -> None:
    """Each section has the keys that English has, and each sentence its gaps."""
    english, other = texts(FALLBACK), texts(language)
    assert set(other) == set(english) | TRANSLATED_DATA
    for section, sentences in english.items():
        assert set(other[section]) == set(sentences), section
    assert [
        key
        for section in ("hours", "contact")
        for key, said in english[section].items()
        if gaps(said) != gaps(other[section][key])
    ] == []
    assert len(other["days"]["names"]) == len(english["days"]["names"])


@pytest.mark.parametrize("language", OTHERS)
def test_every_service_is_summed_up(language: str) -> None:
    """Each service of the directory, each note beside a contact, and nothing that the directory hasn't got."""
    other = texts(language)
    assert set(other["summaries"]) == {service.id for service in DIRECTORY.services}
    notes = {contact.note for service in DIRECTORY.services for contact in service.contacts if contact.note}
    assert set(other["notes"]) == notes
    assert [each for each in other["summaries"].values() if not each.endswith(".")] == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_said_of_services_is_safe_to_say(language: str) -> None:
    """Nothing said of a service, a topic or an area orders, diagnoses, names a method, promises too much or shouts."""
    said = [
        sentence
        for section in ("hours", "contact", "notes", "cost", "topics", "areas", "summaries")
        for sentence in texts(language)[section].values()
    ]
    found = [(pattern, each) for pattern in FORBIDDEN[language] for each in said if re.search(pattern, each, re.I)]
    assert found == []


def test_a_service_reads_as_spanish() -> None:
    """Who they are, when they answer, how to reach them and what it costs."""
    nhs, shout = DIRECTORY.get("gb-wls-111"), DIRECTORY.get("gb-shout")
    assert nhs
    assert shout
    at = datetime.fromisoformat("2026-11-22T12:00+00:00")
    assert summary_in_words(nhs, "es") == "Apoyo urgente de salud mental de la sanidad pública (NHS) en Gales."
    assert contact_in_words(nhs.contacts[0], "es") == "Llamar al 111 (pulsa 2)"
    assert contact_in_words(shout.contacts[0], "es") == "Mandar SHOUT por SMS al 85258"
    assert hours_in_words(nhs, at, "es") == "a cualquier hora, de día o de noche"
    assert cost_in_words(shout, "es") == "gratis"


@pytest.mark.parametrize(
    ("service_id", "at", "said"),
    [
        ("gb-switchboard", "2026-11-22T12:00+00:00", "abierto ahora, hasta las 22:00"),
        ("gb-calm", "2026-11-22T20:00+00:00", "abierto ahora, hasta medianoche"),
        ("gb-cruse", "2026-11-23T18:00+00:00", "abre mañana a las 13:00"),
        ("gb-stepchange", "2026-11-21T15:00+00:00", "abre el lunes a las 08:00"),
    ],
)
def test_hours_read_as_spanish(service_id: str, at: str, said: str) -> None:
    """Hours are told from where the reader stands, in their language."""
    service = DIRECTORY.get(service_id)
    assert service
    assert hours_in_words(service, datetime.fromisoformat(at), "es") == said


def test_without_a_summary_the_directorys_own_stands() -> None:
    """In English, and in a language that nobody has translated, a service is what the directory says it is."""
    service = DIRECTORY.services[0]
    assert summary_in_words(service) == summary_in_words(service, "xx") == service.summary


@pytest.mark.parametrize("tag", ["es", "es-ES", "es-419", "es-MX"])
def test_a_region_speaks_its_language(tag: str) -> None:
    """Platforms send regions; Spanish of anywhere is Spanish."""
    assert topic_in_words(Topic.LONELINESS, tag) == "Soledad"
    assert area_in_words("GB-SCT", tag) == "Escocia"
    assert find_topics("dinero", tag) == (Topic.MONEY,)


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("soledad", Topic.LONELINESS),
        ("me siento muy sola", Topic.LONELINESS),
        ("dinero", Topic.MONEY),
        ("no llego a fin de mes, tengo deudas", Topic.MONEY),
        ("quiero morirme", Topic.CRISIS),
        ("no puedo mas", Topic.CRISIS),
        ("ha muerto mi madre", Topic.BEREAVEMENT),
        ("Depresión", Topic.ANXIETY_DEPRESSION),
        ("depresion", Topic.ANXIETY_DEPRESSION),
        ("adiccion al juego", Topic.ADDICTION),
        ("me hago daño", Topic.SELF_HARM),
        ("lonely", Topic.LONELINESS),
        ("money and debt", Topic.MONEY),
    ],
)
def test_people_ask_in_spanish(typed: str, topic: Topic) -> None:
    """With accents or without, and in English too, the first topic found is the one that is meant."""
    assert find_topics(typed, "es")[0] is topic


@pytest.mark.parametrize("typed", ["no paro de reír", "solo quiero charlar", "¿me ayudas?", "mi hermana mayor", ""])
def test_everyday_words_name_no_topic(typed: str) -> None:
    """Words that mean something else most of the time are no topic."""
    assert find_topics(typed, "es") == ()


@pytest.mark.parametrize("language", OTHERS)
def test_every_topic_and_area_is_found_by_its_name(language: str) -> None:
    """What a suggestion offers is understood when it comes back."""
    assert [topic for topic in Topic if topic not in find_topics(topic_in_words(topic, language), language)] == []
    assert [area for area in DIRECTORY.areas if find_area(area_in_words(area, language), language) != area] == []


def test_the_area_stands_at_the_end_in_spanish() -> None:
    """Topic and place are parted at the little word between them."""
    assert split_area("soledad en Escocia", "es") == ("soledad", "GB-SCT")
    assert split_area("deudas en Irlanda del Norte", "es") == ("deudas", "GB-NIR")
    assert split_area("grief in Scotland", "es") == ("grief", "GB-SCT")
    assert split_area("no puedo dormir", "es") == ("no puedo dormir", None)


def test_english_is_read_as_before() -> None:
    """Spanish words mean nothing to somebody who reads English."""
    assert find_topics("dinero") == ()
    assert split_area("grief en Scotland") == ("grief en", "GB-SCT")
