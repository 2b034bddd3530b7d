"""Everything that signposting can say, in both languages, held against what safe messaging asks of words."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import mean

import pytest

from signposting import load_directory
from tests.test_house import FORBIDDEN as ENGLISH
from tests.texts.test_languages import FORBIDDEN as OF_LANGUAGES
from tests.texts.test_languages import translated
from tests.texts.test_template import SAYING

ROOT = Path(__file__).parents[2]
TYPED = frozenset({"topic_words", "area_words", "joining", "areas", "finding"})
"""Sections of the texts that hold what people type, and names of places."""

ON_A_BAD_DAY = (
    "answering.py",
    "barrier_wording.py",
    "cards.py",
    "helping.py",
    "offer_wording.py",
    "support.py",
    "wording.py",
)
"""The modules whose sentences may be read by somebody on a bad day; the others speak to moderators."""

QUOTING = frozenset({"remarks.py"})
"""Modules that name what somebody else wrote, in order to answer it; tests/test_house.py holds them to the rest."""

FORBIDDEN = {
    "en": (
        *ENGLISH,
        r"\b(you('|’)ve got to|you('|’)d better|make sure you|it is important (that|to))\b",
        r"\bplease (call|ring|contact|seek)\b",
        r"\b(don('|’)t (worry|panic|give up|be (sad|silly|afraid))|calm down|stay (strong|positive)|hang in there)\b",
        r"\b(you('|’)ve got this|it gets better|time heals|everything happens for a reason|count your blessings)\b",
        r"\b(guarantee[ds]?|no ?body will (ever )?(know|find out)|completely (private|safe|anonymous))\b",
        r"\b(completely|entirely|strictly|absolutely) confidential\b|\b(complete|total|full) confidentiality\b",
        r"\b(your (own )?fault|to blame|selfish|coward(ly)?|weak(ness)?|attention[- ]seek|cry for help|ashamed)\b",
        r"\b(completed|attempted|unsuccessful) suicide\b|\bsuicide (bids?|epidemic|victims?)\b",
        r"\b(addict|junkie|alcoholic|schizo|lunatic|nuts|suffer(s|ing)? from|battling|mentally ill people)\b",
        r"\b(hang(ed|ing)?\b(?! up\b)|rope|knife|knives|razor|gun|poison|tablets|drown|wrists?|lethal|railway)\b",
        r"\b(yay|woo+|hooray|awesome|amazing|fantastic|super|cheers|smile|chin up)\b",
        r"\byou (sound|seem) (depressed|suicidal|ill|mad)\b|\bdiagnos|\bsymptom|\bdisorder(ed)? person",
    ),
    "es": (
        *OF_LANGUAGES["es"],
        r"\b(no te (preocupes|rindas|agobies)|tranquil[oa]|cálmate|ánimo,|sigue adelante|aguanta)\b",
        r"\b(garantiza\w*|nadie (lo )?(sabrá|se enterará)|absolutamente (seguro|anónimo))\b",
        r"\b(tu culpa|culpable|egoísta|cobarde|llamar la atención|avergon\w+)\b",
        r"\b(drogadict|alcohólic[oa]s? de|yonqui|esquizo|lunátic)\w*",
        r"\b(cuerda|cuchillo|pistola|veneno|ahogar(se|te)|muñecas|letal|vías del tren)\b",
        r"\b(genial|estupendo|fantástico|guay|sonríe)\b",
    ),
}
"""Orders, false comfort, promises nobody can keep, blame, labels, methods, chirpiness, diagnoses; by language."""

LONGEST = 160
"""Letters in one sentence: what can be said in one breath, and about two lines of a phone."""

HARDEST = {"card": 10.0, "summary": 12.0}
"""The highest grade (US school years) of a text of twelve words or more; 10 is fifteen years old.

A summary is one sentence and has to name whom a service is for, so each long word in it weighs more.
"""

MIDDLE = 6.0
"""The highest grade on average: eleven years old."""


NAME = re.compile(r"(?<=[^.?!:;\s] )[A-Z][\w’'+-]*")
"""A name within a sentence: it may be long, and is known to whom it concerns."""


def of_texts(language: str) -> Iterator[str]:
    """What signposting's own texts say."""
    sections = tomllib.loads((ROOT / f"signposting/texts/{language}.toml").read_text("utf-8"))
    for name, section in sections.items():
        if name not in TYPED:
            for said in section.values():
                yield from [said] if isinstance(said, str) else said


def of_services() -> Iterator[str]:
    """What the directory says of services in our own words: all but their names."""
    for service in load_directory().services:
        says = service.says
        notes = (contact.note for contact in service.contacts)
        yield from (service.summary, says.happens, says.private, says.free, service.hours_note, *notes)


@cache
def of_modules(*names: str) -> tuple[str, ...]:
    """The source sentences in modules of bot/signposts; without names, in all of them."""
    found = []
    paths = sorted((ROOT / "bot/signposts").glob("*.py"))
    for path in (each for each in paths if each.name in names or (not names and each.name not in QUOTING)):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                given = [each for each in node.args[: SAYING.get(called, 0)] if isinstance(each, ast.Constant)]
                found += [each.value for each in given if isinstance(each.value, str)]
    return tuple(found)


def everything(language: str) -> list[str]:
    """Each text that can be said in this language."""
    ours = set(of_modules())
    spoken = ours if language == "en" else {form for source, form in translated(language) if source in ours}
    own = of_services() if language == "en" else ()
    return sorted({each for each in (*of_texts(language), *own, *spoken) if each})


def broken(texts: list[str], language: str) -> list[tuple[str, str]]:
    """The texts that say what they may not, with what forbids it."""
    patterns = [re.compile(each, re.IGNORECASE) for each in FORBIDDEN[language]]
    return [(text, each.pattern) for text in texts for each in patterns if each.search(text)]


def sentences(text: str) -> list[str]:
    """A text cut where one draws breath: after full stops, question marks and line ends."""
    return [each.strip() for each in re.split(r"(?<=[.?!…])[”»\"]*\s+|\n", text) if each.strip()]


def grade(text: str) -> float:
    """The school year that reads it with ease, after Flesch and Kincaid (1975)."""
    text = NAME.sub("name", text)
    words = re.findall(r"[A-Za-z’']+", text)
    ends = max(len([each for each in re.split(r"[.?!:;]+(?:\s|$)", text) if re.search(r"\w", each)]), 1)
    return 0.39 * len(words) / ends + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end: near enough for an average."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    spoken = re.sub(r"(?<=[^aeiouyl])e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouysxzcg])es$", "", plain)
    return max(len(re.findall(r"[aeiouy]+", spoken)), 1)


def long_enough(texts: list[str] | tuple[str, ...]) -> list[str]:
    """Texts of which a grade says anything: twelve words or more, gaps left out."""
    bare = [re.sub(r"\{\w+\}", "", text) for text in texts]
    return [text for text in bare if len(text.split()) >= 12]  # below, one long word decides


def to_members() -> list[str]:
    """The English that somebody on a bad day may read."""
    return [*of_texts("en"), *of_modules(*ON_A_BAD_DAY)]


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_orders_blames_labels_or_promises(language: str) -> None:
    """No text of signposting says what safe messaging leaves out, in any of its languages."""
    assert broken(everything(language), language) == []
    assert len(everything(language)) > 400  # it is the whole of it that was looked at


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_shouts(language: str) -> None:
    """There is no exclamation mark in anything that signposting says."""
    assert [text for text in everything(language) if re.search("[!¡]", text)] == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_sentence_fits_one_breath(language: str) -> None:
    """No sentence is longer than can be taken in at once."""
    assert [each for text in everything(language) for each in sentences(text) if len(each) > LONGEST] == []


def test_what_is_said_reads_easily() -> None:
    """What somebody on a bad day reads asks no more than a few years of school, each text and all on average."""
    for what, texts in (("card", to_members()), ("summary", list(of_services()))):
        grades = {text: grade(text) for text in long_enough(texts)}
        assert {text: each for text, each in grades.items() if each > HARDEST[what]} == {}
        assert mean(grades.values()) <= MIDDLE


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("You need to call them now.", "en"),
        ("He committed suicide last year.", "en"),
        ("They are completely confidential.", "en"),
        ("What you say is 100% confidential.", "en"),
        ("Nobody will ever know.", "en"),
        ("Somebody took an overdose.", "en"),
        ("You seem depressed.", "en"),
        ("You are suicidal.", "en"),
        ("Hang in there.", "en"),
        ("It is selfish to keep this to yourself.", "en"),
        ("A line for suicide victims.", "en"),
        ("Please call this number.", "en"),
        ("Tienes que llamar ahora.", "es"),
        ("Se suicidó y cometió suicidio.", "es"),
        ("Es totalmente confidencial.", "es"),
        ("Nadie lo sabrá.", "es"),
        ("No te preocupes.", "es"),
        ("Llama hoy!", "es"),
    ],
)
def test_what_may_not_be_said_is_found(text: str, language: str) -> None:
    """Each of these, were it written, would be found."""
    assert broken([text], language) != []


def test_hanging_up_is_no_method() -> None:
    """What is harmless is left alone: a call may be ended."""
    assert broken(["You can hang up at any time."], "en") == []


def test_a_hard_text_is_found() -> None:
    """A sentence of a form or a leaflet is graded as hard, one of a friend as easy."""
    leaflet = (
        "Individuals experiencing psychological difficulties are encouraged to initiate communication with an "
        "appropriately qualified professional organisation."
    )
    assert grade(leaflet) > HARDEST["summary"]
    assert grade("You can say as little as you like, go quiet for a while, or hang up at any time.") < MIDDLE
