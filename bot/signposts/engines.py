"""The engine of each community: ours, with its own phrases where it has any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.contract.places import CommunityId
from bot.signposts.tables import PhraseRow
from signposting import Engine, Kind, LexiconError, OwnPhrase, Topic

OWN = "own:"
"""What the names of a community's own rules begin with; its phrase's number follows."""

KINDS = {each.value: each for each in Kind}
TOPICS = {each.value: each for each in Topic}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that this version can't make sense of: ``what`` is "phrase" or "service", ``called`` how people know it."""

    what: str
    number: int
    called: str
    reason: str
    version: int = 0


class Engines:
    """Remembers the engines in memory, so that a plain message costs no query."""

    def __init__(self, ours: Engine) -> None:
        self.ours = ours
        self._theirs: dict[CommunityId, Engine] = {}

    def of(self, community: CommunityId | None) -> Engine:
        """The community's engine; ours where it has no phrases of its own, or isn't known."""
        return self._theirs.get(community, self.ours) if community is not None else self.ours

    def put(self, community: CommunityId, rows: Sequence[PhraseRow]) -> tuple[Unreadable, ...]:
        """Judge the community's words with these phrases from now on; what can't be read is left out and returned."""
        called = {row.id: row.phrase for row in rows}
        phrases = [own_phrase(row) for row in rows if row.kind in KINDS]
        reasons = {row.id: f"“{row.kind}” is no kind of trigger" for row in rows if row.kind not in KINDS}
        try:
            engine = self.ours.with_own(phrases)
        except LexiconError as error:
            reasons |= {number_of(fault.file): fault.reason for fault in error.faults}
            engine = self.ours.with_own([each for each in phrases if number_of(each.id) not in reasons])
        self._theirs[community] = engine
        return tuple(Unreadable("phrase", number, called[number], reason) for number, reason in reasons.items())

    def forget(self, community: CommunityId) -> None:
        """Ours alone again."""
        self._theirs.pop(community, None)


def own_phrase(row: PhraseRow) -> OwnPhrase:
    """The row as the engine takes it; a topic that there is no more is left out."""
    return OwnPhrase(f"{OWN}{row.id}", row.phrase, KINDS[row.kind], topics_of(row.topics))


def topics_of(written: str) -> tuple[Topic, ...]:
    """Topics as rows hold them."""
    return tuple(TOPICS[each] for each in written.split() if each in TOPICS)


def number_of(rule: str) -> int:
    """The number of the phrase behind a rule's name; 0 for one of our own rules."""
    number = rule.removeprefix(OWN)
    return int(number) if rule.startswith(OWN) and number.isdecimal() else 0
