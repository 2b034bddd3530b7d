"""The lexicon as plain values: which words mean that somebody may be struggling, and which only look like it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from signposting.directory import Topic
from signposting.phrases import Phrase, words_of


class Kind(StrEnum):
    """What a message is taken for, strongest first; `none` wants no answer."""

    CRISIS = "crisis"
    WORRIED_OTHER = "worried_other"
    SOFT = "soft"
    TOPIC = "topic"
    NONE = "none"


class Who(StrEnum):
    """Whose trouble a rule speaks of: whoever the clause is about, always the writer, or always somebody else."""

    ANYBODY = "anybody"
    WRITER = "writer"
    SOMEBODY_ELSE = "somebody_else"


class Urgency(StrEnum):
    """How soon an answer matters: `now` where something may be happening this moment, `soon`, or `later`."""

    NOW = "now"
    SOON = "soon"
    LATER = "later"
    NONE = "none"


class Scope(StrEnum):
    """How far an exclusion reaches: the words it covers, its clause, its sentence, or the whole message."""

    WORDS = "words"
    CLAUSE = "clause"
    SENTENCE = "sentence"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Rule:
    """Phrases that mean one thing. `name` says it to a moderator: "a wish to die".

    `deniable`: a denial before it ("I don't want to…") takes it back. `joked`: so often said in jest that it
    counts only if the message bears the mark `earnest`. `gives_way`: a topic in the same message goes first.
    `urgent`: it may be happening this moment. `only_with_another`: a sign that means little by itself, and counts only
    where other words of the message fit another rule about the same person.
    """

    name: str
    kind: Kind
    topics: tuple[Topic, ...]
    who: Who = Who.ANYBODY
    deniable: bool = True
    joked: bool = False
    gives_way: bool = False
    urgent: bool = False
    only_with_another: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Phrases that say how a message is meant ("not joking", "still"); exclusions name marks that overrule them."""

    name: str


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Phrases beside which rules of these `kinds` don't count, as far as `scope` reaches; `becomes` is what is left.

    A mark named in `unless`, anywhere in the message, overrules the exclusion.
    """

    name: str
    scope: Scope
    kinds: frozenset[Kind]
    becomes: Kind = Kind.NONE
    unless: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Rules, marks and exclusions with their phrases, the word classes, and the spellings that stand for other words.

    `common` are the language's commonest words, the commonest first; only speed depends on them.
    `fillers` are words that say nothing here ("just", "really") and are left out before rules are looked for.
    """

    language: str
    common: tuple[str, ...]
    classes: Mapping[str, frozenset[str]]
    spellings: Mapping[str, tuple[str, ...]]
    fillers: frozenset[str]
    expressions: Mapping[str, Sequence[str]]
    rules: tuple[tuple[Rule, Phrase], ...]
    marks: tuple[tuple[Mark, Phrase], ...]
    exclusions: tuple[tuple[Exclusion, Phrase], ...]

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every word the lexicon knows."""
        words = words_of(phrase for _, phrase in (*self.rules, *self.marks, *self.exclusions))
        return words.union(self.fillers, *self.classes.values())


NOW = "now"
"""The mark that makes a crisis urgent."""

EARNEST = "earnest"
"""The mark that lets a joked rule count."""

REQUIRED_CLASSES = (
    "first",
    "second",
    "third",
    "people",
    "strangers",
    "nobody",
    "things",
    "belonging",
    "relation",
    "denial",
    "see-through",
    "not-denial",
    "contrast",
    "reporting",
    "thing-said",
)
"""Classes of words that judging itself asks about; every language needs them."""
