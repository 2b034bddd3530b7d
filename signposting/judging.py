"""Judging a message: what somebody's words suggest, decided clause by clause, the strongest first."""

from dataclasses import dataclass
from pathlib import Path

from signposting.clauses import Reading
from signposting.directory import Topic
from signposting.gate import Gate
from signposting.lexicon import Exclusion, Kind, Lexicon, Mark, Rule
from signposting.lexicon_reading import load_lexicon
from signposting.matching import Found, Matcher
from signposting.normalise import PAUSE, STOP, Normaliser, Said
from signposting.phrases import Phrase

STOPS = frozenset({STOP, PAUSE})

_STRENGTH = {Kind.NONE: 0, Kind.TOPIC: 2, Kind.SOFT: 3, Kind.WORRIED_OTHER: 4, Kind.CRISIS: 5}
_GIVES_WAY = 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a message is taken for. `rule` names the rule that decided, `span` is its place in the text as given.

    For `none` the topics and the rule are empty and the span is (0, 0). It never holds any of the text.
    """

    kind: Kind
    topics: tuple[Topic, ...] = ()
    rule: str = ""
    span: tuple[int, int] = (0, 0)


NOTHING = Verdict(Kind.NONE)
"""The one verdict for every message that wants no answer."""


def explain(verdict: Verdict) -> str:
    """One sentence for a moderator, which names the rule and repeats nothing that was written."""
    match verdict.kind:
        case Kind.NONE:
            return "No rule fits, so nothing is said."
        case Kind.CRISIS:
            return f"Somebody may be in danger: the rule “{verdict.rule}” fits what they say of themselves."
        case Kind.SOFT:
            return f"Somebody may feel bleak, or may be exaggerating: the rule “{verdict.rule}” fits."
        case Kind.WORRIED_OTHER:
            return f"Somebody seems worried about another person: the rule “{verdict.rule}” fits."
        case Kind.TOPIC:
            return f"Somebody speaks of a topic that services help with: the rule “{verdict.rule}” fits."


def load_engine(lexicon: Path | None = None) -> "Engine":
    """An engine with the lexicon in that file, or our own; LexiconError says all that is wrong with it."""
    return Engine(load_lexicon(lexicon))


class Engine:
    """Judges messages by one lexicon. It keeps nothing between messages and is safe to share."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._classes = lexicon.classes
        common = lexicon.common
        self._rules = tuple(rule for rule, _ in lexicon.rules)
        self._rule_matcher = Matcher([phrase for _, phrase in lexicon.rules], common)
        context: tuple[tuple[Mark | Exclusion, Phrase], ...] = (*lexicon.marks, *lexicon.exclusions)
        self._context = tuple(item for item, _ in context)
        self._context_matcher = Matcher([phrase for _, phrase in context], common)
        self._gate = Gate(self._rule_matcher.anchors, lexicon.spellings)
        self._normaliser = Normaliser(lexicon.vocabulary, lexicon.spellings, lexicon.classes["contrast"])

    def judge(self, text: str) -> Verdict:
        """The strongest verdict in the text, or NOTHING. Quoted lines, code and links don't count; never raises."""
        if not self._gate.opens(text):
            return NOTHING
        said = self._normaliser.said(text)
        found = list(self._rule_matcher.find(said.words, stops=STOPS))
        if not found:
            return NOTHING
        reading = Reading(self._classes, said, self._beside(said))
        best, strength = NOTHING, 0
        for place in found:
            rule = self._rules[place.phrase]
            kind = reading.kind(rule, place)
            if _strength(kind, rule) > strength:
                strength = _strength(kind, rule)
                best = Verdict(kind, rule.topics, rule.name, (said.starts[place.first], said.ends[place.last]))
                if kind is Kind.CRISIS:
                    break
        return best

    def _beside(self, said: Said) -> list[tuple[Mark | Exclusion, Found]]:
        return [(self._context[place.phrase], place) for place in self._context_matcher.find(said.words, stops=STOPS)]


def _strength(kind: Kind, rule: Rule) -> int:
    return _GIVES_WAY if rule.gives_way and kind is Kind.SOFT else _STRENGTH[kind]
