"""The rules of the lexicon in words, for people who don't read our files."""

from __future__ import annotations

from typing import assert_never

from signposting import Kind
from signposting.lexicon import EARNEST, NOW, Exclusion, Mark, Rule, Scope, Who
from signposting.rulebook import Meaning
from signposting.words import topic_in_words

TAKEN_FOR = {
    Kind.CRISIS: "somebody in danger: options at once, privately, the emergency number first",
    Kind.WORRIED_OTHER: "somebody worried about somebody else: privately, how to ask and listen, then options",
    Kind.SOFT: "bleak or exaggerated words: one quiet line that offers options",
    Kind.TOPIC: "somebody with a difficulty: options about it, privately",
    Kind.NONE: "nothing: no answer",
}

ABOUT = {
    Who.ANYBODY: "whoever the words are about",
    Who.WRITER: "always the writer",
    Who.SOMEBODY_ELSE: "always somebody else",
}

REACH = {
    Scope.WORDS: "the very words that it covers",
    Scope.CLAUSE: "the clause it stands in",
    Scope.SENTENCE: "the sentence it stands in",
    Scope.MESSAGE: "the whole message",
}

MARKS = {
    EARNEST: "The message is meant in earnest: what is mostly said in jest counts after all.",
    NOW: "It may be happening this moment: a crisis is urgent.",
}

CHOOSING = (
    "A plain message is only judged in channels where a notice says so, and nothing of it is kept.",
    "Whoever writes to the bot or mentions it is always answered. Elsewhere an answer is private, or isn’t given.",
    "Nobody else is told what somebody wrote.",
    "Where somebody may be in danger (thoughts of suicide, self-harm, abuse at home, sexual violence), the emergency "
    "number of their country stands first. Nothing can take its place, and no community can hide it.",
    "A card names at most three services, each once and no number twice; “More options” gives the next ones.",
    "Services about what somebody asked for come before those that listen whatever it is.",
    "Whoever answers now comes before whoever is closed; of a closed one the card says when it opens.",
    "What is for somebody’s own part of the country comes first, then for their country, then for anywhere.",
    "If nobody on the card can be talked to now, or written to now, somebody who can takes the last place.",
    "Whoever said they are under 18 is given at least one service made for young people, where there is one, and never "
    "one for adults only.",
    "Services that answer only in another language are named where nobody else nearby would be, and the card says so.",
    "Services about abuse at home or sexual violence are named only to whoever asked for just that.",
    "Where we know nobody for a topic, the country’s lines for a crisis are named rather than nobody.",
    "A service that a community put first comes before the others that answer now, and not before those that are open "
    "while it is closed.",
    "A number whose newest source or check is more than 360 days old is not shown; its website is.",
    "The last line of every card is a directory of helplines for every country.",
)
"""What happens before any service is named, and in which order they come."""

LANGUAGE = (
    ("a/b", "either word"),
    ("(word) and (one|two)", "with or without the word, or one of these"),
    ("[one|two]", "one of these"),
    ("<name>", "any word of the list with that name, at the end of this part"),
    ("{name}", "any phrase of the list with that name, at the end of this part"),
    ("_", "any one word"),
    ("...", "up to three words"),
    ("&", "and, anywhere later in the message"),
)
"""How phrases are written."""


def title(meaning: Meaning) -> str:
    """What sort of entry it is, with its name."""
    match meaning:
        case Rule():
            return f"{meaning.kind.value.replace('_', ' ')}: {meaning.name}"
        case Mark():
            return f"mark: {meaning.name}"
        case Exclusion():
            return f"exclusion: {meaning.name}"
        case _:
            assert_never(meaning)


def in_words(meaning: Meaning) -> tuple[str, ...]:
    """What it means, a sentence each."""
    match meaning:
        case Rule():
            return _rule(meaning)
        case Mark():
            return (MARKS.get(meaning.name, "It says how a message is meant; exclusions that name it give way to it."),)
        case Exclusion():
            return _exclusion(meaning)
        case _:
            assert_never(meaning)


def _rule(rule: Rule) -> tuple[str, ...]:
    about = ", ".join(topic_in_words(each) for each in rule.topics)
    said = [f"Taken for {TAKEN_FOR[rule.kind]}.", f"About: {about}.", f"Who: {ABOUT[rule.who]}."]
    if rule.kind is Kind.CRISIS and rule.who is Who.ANYBODY:
        said.append("Said of a friend, a relative or the like it is worry about somebody else; said to “you”, nothing.")
    if rule.deniable:
        said.append("A denial just before (“I don’t…”) takes it back.")
    if rule.joked:
        said.append("So often said in jest that it counts only where the message is earnest.")
    if rule.gives_way:
        said.append("If a topic stands in the same message, that goes first.")
    if rule.only_with_another:
        said.append("By itself it says little: it counts only where other words of the message fit another rule too.")
    if rule.urgent:
        said.append("It may be happening this moment.")
    return tuple(said)


def _exclusion(exclusion: Exclusion) -> tuple[str, ...]:
    kinds = ", ".join(sorted(each.value.replace("_", " ") for each in exclusion.kinds))
    left = "nothing" if exclusion.becomes is Kind.NONE else exclusion.becomes.value.replace("_", " ")
    said = [f"Beside these words, {kinds} counts as {left}, within {REACH[exclusion.scope]}."]
    if exclusion.unless:
        said.append(f"Not so where the message bears the mark {', '.join(sorted(exclusion.unless))}.")
    return tuple(said)
