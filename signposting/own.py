"""A community's own phrases, beside our lexicon and without touching it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from signposting.compiling import compiled
from signposting.directory import Topic
from signposting.faults import Fault, LexiconError
from signposting.gate import Glance
from signposting.hearing import STOPS, Heard, Hearing, Span, overlap
from signposting.lexicon import Kind, Lexicon, Rule, Who
from signposting.matching import Matcher
from signposting.phrases import Phrase, Vocabulary, read_phrase
from signposting.preparing import prepared


@dataclass(frozen=True, slots=True)
class OwnPhrase:
    """A phrase that a community added: `kind` is the verdict, and `none` means that whatever it covers doesn't count.

    `id` is the name that a verdict's `rule` bears. The phrase counts wherever it stands, whoever it is said of; it
    knows our classes of words and expressions.
    """

    id: str
    phrase: str
    kind: Kind
    topics: tuple[Topic, ...] = ()


class Own:
    """A community's phrases, ready to be heard."""

    def __init__(self, phrases: Sequence[OwnPhrase], languages: Sequence[Hearing]) -> None:
        english = next((each for each in languages if each.lexicon.language == "en"), languages[0])
        self._lexicon, read = _lexicon(phrases, english.lexicon)
        self._hearing = Hearing(prepared(self._lexicon))
        excluded = [phrase for own, phrase in read if own.kind is Kind.NONE]
        self._excluded = Matcher(compiled(excluded, english.lexicon.common))

    def added_to(self, heard: Sequence[Heard], text: str, seen: Glance) -> list[Heard]:
        """What was heard, without what own exclusions cover, and with what own phrases hear."""
        own = list(self._hearing.heard(text)) if seen.is_disguised or self._hearing.fitting(seen).phrases else []
        if not heard:
            return own
        covered = self._covered(text)
        return [each for each in heard if not any(overlap(each.span, span) for span in covered)] + own

    def _covered(self, text: str) -> list[Span]:
        said = self._hearing.said(text)
        return [(said.starts[at.first], said.ends[at.last]) for at in self._excluded.find(said.words, stops=STOPS)]


def _lexicon(phrases: Sequence[OwnPhrase], english: Lexicon) -> tuple[Lexicon, list[tuple[OwnPhrase, Phrase]]]:
    vocabulary, read, faults = _vocabulary(english), [], []
    for own in phrases:
        try:
            read.append((own, read_phrase(own.phrase, vocabulary)))
        except ValueError as error:
            faults.append(Fault(own.id, None, str(error)))
    if faults:
        raise LexiconError(faults)
    rules = tuple((_rule(own), phrase) for own, phrase in read if own.kind is not Kind.NONE)
    return replace(english, rules=rules, marks=(), exclusions=(), fillers=frozenset()), read


def _vocabulary(english: Lexicon) -> Vocabulary:
    return Vocabulary(english.classes, english.expressions, english.spellings)


def _rule(own: OwnPhrase) -> Rule:
    return Rule(own.id, own.kind, own.topics, who=Who.WRITER, deniable=False)
