"""Reading a found phrase in its clause: who it is about, whether it is denied, and what stands beside it."""

from collections.abc import Mapping, Sequence
from enum import Enum, auto

from signposting.lexicon import EARNEST, Exclusion, Kind, Mark, Rule, Scope, Who
from signposting.matching import Found
from signposting.normalise import PAUSE, STOP, Said

Classes = Mapping[str, frozenset[str]]

_LONG_CLAUSE = 40  # words
_LOOK_BACK = 8  # words: how far before a quotation to look for whoever says it


class Subject(Enum):
    """Whom a clause is about."""

    WRITER = auto()
    READER = auto()
    SOMEBODY_ELSE = auto()
    NOBODY = auto()


class Reading:
    """One message's words with the marks and exclusions found in it."""

    def __init__(self, classes: Classes, said: Said, context: Sequence[tuple[Mark | Exclusion, Found]]) -> None:
        self._classes = classes
        self._said = said
        self._words = said.words
        self._marks = {item.name for item, _ in context if isinstance(item, Mark)}
        self._exclusions = [(item, place) for item, place in context if isinstance(item, Exclusion)]
        self._sentences = _spans(said.words, (STOP,))
        self._clauses = _spans(said.words, (STOP, PAUSE))
        persons = classes["people"] | classes["strangers"]
        self._relative = {  # the "i" of "someone I know", whom the clause is not about
            index
            for index in range(1, len(said.words) - 1)
            if said.words[index] in classes["first"]
            and said.words[index - 1] in persons
            and said.words[index + 1] in classes["relation"]
        }
        self._people = [
            index
            for index, word in enumerate(said.words)
            if index + 1 in self._relative or (word in classes["people"] and self._is_known(index))
        ]
        self._has_reporting = not classes["reporting"].isdisjoint(said.words)

    def kind(self, rule: Rule, place: Found) -> Kind:
        """What the rule, found here, comes to: its own kind, another, or NONE."""
        if rule.joked and EARNEST not in self._marks:
            return Kind.NONE
        if rule.deniable and self._denied(place):
            return Kind.NONE
        subject = self._subject(rule, place)
        if subject in (Subject.READER, Subject.NOBODY):
            return Kind.NONE
        kind = rule.kind if subject is Subject.WRITER else self._about_somebody_else(rule, place)
        for exclusion, where in self._exclusions:
            if kind in exclusion.kinds and self._reaches(exclusion, where, place):
                kind = exclusion.becomes
        return kind

    def bears(self, mark: str) -> bool:
        """Whether the message bears the mark of that name."""
        return mark in self._marks

    def _about_somebody_else(self, rule: Rule, place: Found) -> Kind:
        if rule.kind is Kind.WORRIED_OTHER:
            return rule.kind
        if rule.kind is Kind.TOPIC:
            start, end = self._sentences[place.first]
            return Kind.WORRIED_OTHER if any(start <= index < end for index in self._people) else Kind.NONE
        return Kind.WORRIED_OTHER if self._people or self._has_reporting else Kind.NONE

    def _is_known(self, index: int) -> bool:
        """Whether the person named there is somebody's own ("my friend") or opens a clause ("colleague says…")."""
        before = self._words[max(0, index - 2) : index]
        return index == self._clauses[index][0] or not self._classes["belonging"].isdisjoint(before)

    def _subject(self, rule: Rule, place: Found) -> Subject:
        if rule.who is not Who.ANYBODY:
            return Subject.WRITER if rule.who is Who.WRITER else Subject.SOMEBODY_ELSE
        within = self._words[place.first : place.last + 1]
        quoted = place.first in self._said.quoted and place.last in self._said.quoted
        if quoted and (said_by := self._speaker(place)) is not Subject.WRITER:
            return said_by
        for whose, subject in (("first", Subject.WRITER), ("third", Subject.SOMEBODY_ELSE), ("second", Subject.READER)):
            if not self._classes[whose].isdisjoint(within):
                return subject
        for index in self._before(place):
            if index in self._relative:
                continue
            if nearest := self._whom(self._words[index]):
                return nearest
        return Subject.WRITER

    def _whom(self, word: str) -> Subject | None:
        classes = self._classes
        if word in classes["first"]:
            return Subject.WRITER
        if word in classes["third"] or word in classes["people"] or word in classes["strangers"]:
            return Subject.SOMEBODY_ELSE
        if word in classes["second"]:
            return Subject.READER
        return Subject.NOBODY if word in classes["nobody"] or word in classes["things"] else None

    def _speaker(self, place: Found) -> Subject:
        """Who is quoted: a thing that bears words (a form, a song) is nobody."""
        first = place.first
        while first - 1 in self._said.quoted:
            first -= 1
        before = self._words[max(0, first - _LOOK_BACK) : first]
        if not self._classes["thing-said"].isdisjoint(before):
            return Subject.NOBODY
        for word in reversed(before):
            if subject := self._whom(word):
                return subject
        return Subject.WRITER

    def _denied(self, place: Found) -> bool:
        """Whether a denial stands before it in its own clause, with nothing but see-through words between."""
        for index in self._before(place):
            word = self._words[index]
            if word in self._classes["denial"]:
                return self._words[index + 1] not in self._classes["not-denial"]
            if word not in self._classes["see-through"]:
                return False
        return False

    def _before(self, place: Found) -> range:
        """The positions before it in its clause, backwards; not endlessly far."""
        start, _ = self._clauses[place.first]
        return range(place.first - 1, max(start, place.first - _LONG_CLAUSE) - 1, -1)

    def _reaches(self, exclusion: Exclusion, where: Found, place: Found) -> bool:
        if not exclusion.unless.isdisjoint(self._marks):
            return False
        match exclusion.scope:
            case Scope.MESSAGE:
                return True
            case Scope.WORDS:
                return where.first <= place.last and place.first <= where.last
            case Scope.CLAUSE:
                return where.first in range(*self._clauses[place.first])
            case Scope.SENTENCE:
                return where.first in range(*self._sentences[place.first])


def _spans(words: Sequence[str], ends: tuple[str, ...]) -> list[tuple[int, int]]:
    """For each word, the first position of its stretch between two ends, and the position after its last."""
    spans: list[tuple[int, int]] = []
    start = 0
    for index, word in enumerate((*words, ends[0])):
        if word in ends:
            spans += [(start, index)] * (index + 1 - start)
            start = index + 1
    return spans
