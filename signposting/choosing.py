"""Choosing the few services to name: the best first, mixed so that somebody can be reached, whoever they would be."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from signposting.candidates import SPEAKING, WRITING, Candidate, Look, Option, number_of
from signposting.directory import IN_DANGER, Ages, Contact, ContactKind, Directory, Service, Topic

_MOST_PAGES_TO_READ = 1  # services with a web page alone on a card, where others answer now

_Fits = Callable[[Candidate], bool]
_GivesWay = Callable[[Candidate, Candidate], bool]


@dataclass(frozen=True, slots=True)
class Choice:
    """What to name: `emergency` first if it is there, then `options`; `more` are the next ones, for "more options".

    `last_resort` (findahelpline.com) is never among the options, so it can always be named at the end.
    """

    emergency: Service | None
    options: tuple[Option, ...]
    more: tuple[Option, ...]
    last_resort: Service


def choose(
    directory: Directory,
    *,
    topics: Collection[Topic],
    area: str,
    at: datetime,
    language: str = "en",
    age: int | Ages | None = None,
    most: int = 3,
    leave_out: Collection[str] = frozenset(),
) -> Choice:
    """The services for these topics at that moment (an aware time), best first, at most `most` of them.

    `area` is an ISO 3166 code such as "GB-SCT" or "GB"; anything else means "somewhere in the world".
    `age` is somebody's, or the youngest and the oldest they may be. Under-18s get what is made for young people before
    the rest that is open or closed, at least one such service whatever the topic, and nothing for adults only.
    `leave_out` are the ids shown before: leave out what a card showed, and this gives the next ones.

    Services about the topic come before those that listen whatever it is, those that answer now before the closed, the
    near before the far. Somebody to talk to now and a way to write now take the last places if nobody else on the card
    can be reached so. No number is named twice. Services with a `rank` below 0 (a community's first) come before the
    rest that answer. Those that speak only another language are named where nobody else nearby would be; lines for a
    crisis, where we know nobody else at all.
    Emergency services come where somebody may be in danger (`IN_DANGER`), and cannot be left out.
    """
    asked = frozenset(topics)
    look = Look(asked, area.upper(), at, language, (age, age) if isinstance(age, int) else age)
    emergency = directory.emergency(area) if asked & IN_DANGER else None
    shown = [contact for each in map(directory.get, leave_out) if each for contact in each.contacts_at(at)]
    shown += emergency.contacts if emergency else ()
    found = [each for each in _known(look, directory) if each.option.service.id not in leave_out]
    ranked = _distinct(sorted(found, key=lambda each: not each.is_about), shown)
    card = _Card(ranked[:most], ranked[most:], in_danger=bool(asked & IN_DANGER))
    card.mix()
    named = _each_number_once([*card.first, *card.rest], shown)
    return Choice(
        emergency=emergency,
        options=tuple(each.option for each in named[:most]),
        more=tuple(each.option for each in named[most : 2 * most]),
        last_resort=directory.last_resort,
    )


def _known(look: Look, directory: Directory) -> list[Candidate]:
    """Those that suit; where nobody does, the lines for a crisis rather than nobody."""
    found = look.among(directory.services)
    if found:
        return found
    crisis = replace(look, topics=frozenset({Topic.CRISIS})).among(directory.services)
    return [each.because("nobody else is known there") for each in crisis]


def _numbers(contacts: Iterable[Contact]) -> set[tuple[str, str]]:
    return {number_of(each) for each in contacts if each.is_number}


def _distinct(candidates: Sequence[Candidate], shown: Iterable[Contact]) -> list[Candidate]:
    """The same without those that only repeat numbers named before them: 111 stands once, whoever answers it."""
    seen, kept = _numbers(shown), list[Candidate]()
    for each in candidates:
        numbers = _numbers(each.option.contacts)
        if not numbers or not numbers <= seen:
            kept.append(each)
            seen |= numbers
    return kept


def _each_number_once(candidates: Sequence[Candidate], shown: Iterable[Contact]) -> list[Candidate]:
    """The same, each without the numbers that stand before it."""
    seen, kept = _numbers(shown), list[Candidate]()
    for each in candidates:
        rest = each.without(seen)
        if rest is not None:
            kept.append(rest)
            seen |= _numbers(rest.option.contacts)
    return kept


def _answers(kinds: frozenset[ContactKind]) -> _Fits:
    return lambda found: bool(found.answering & kinds)


def _offers(kinds: frozenset[ContactKind]) -> _Fits:
    return lambda found: bool(found.kinds & kinds)


class _Card:
    """The first few and the rest; whoever is needed among the first takes the place of the last who may give way."""

    def __init__(self, first: list[Candidate], rest: list[Candidate], *, in_danger: bool) -> None:
        self.first = first
        self.rest = rest
        self._in_danger = in_danger

    def mix(self) -> None:
        """Somebody for the young, people rather than pages, somebody to talk to and a way to write."""
        if len(self.first) < 2:  # noqa: PLR2004 one place cannot be mixed
            return
        self._make_room_for_the_young()
        while sum(each.is_a_page_only for each in self.first) > _MOST_PAGES_TO_READ and self._admit(
            lambda found: found.option.open_now, lambda out, _: out.is_a_page_only, "answers now"
        ):
            pass
        for kinds, why in ((SPEAKING, "somebody to talk to now"), (WRITING, "a way to write now")):
            if not any(each.answering & kinds for each in self.first):
                self._admit(_answers(kinds), self._gives_way, why)
        for kinds, why in ((SPEAKING, "somebody to talk to"), (WRITING, "a way to write")):
            if not any(each.kinds & kinds for each in self.first):
                self._admit(_offers(kinds), self._gives_way_later, why)

    def _make_room_for_the_young(self) -> None:
        """One that is made for them, if none is there: first if it answers now, last if not."""
        if any(each.for_the_young for each in self.first):
            return
        made = sorted((each for each in self.rest if each.for_the_young), key=lambda each: not each.option.open_now)
        if made:
            out = self.first.pop()
            self.rest = [out, *(each for each in self.rest if each is not made[0])]
            place = 0 if made[0].option.open_now else len(self.first)
            self.first.insert(place, made[0].because("made for young people"))

    def _admit(self, fits: _Fits, gives_way: _GivesWay, why: str) -> bool:
        """Let the best of the rest in that fits, at the end, for the last one that may give way to it, never the first.

        False, and nothing changed, if there is none.
        """
        for found in filter(fits, self.rest):
            out = next((each for each in reversed(self.first[1:]) if gives_way(each, found)), None)
            if out is not None:
                self.rest = [out, *(each for each in self.rest if each is not found)]
                self.first = [*(each for each in self.first if each is not out), found.because(why)]
                return True
        return False

    def _gives_way(self, out: Candidate, found: Candidate) -> bool:
        """Whoever answers now takes the place of a closed one, or of one who answers, if nothing is lost by that."""
        if found.is_understood < out.is_understood or self._is_needed(out):
            return False
        return not out.option.open_now or found.is_about or not out.is_about or self._in_danger

    def _gives_way_later(self, out: Candidate, found: Candidate) -> bool:
        """Nobody who answers now gives way to a closed one, nor what is about the topic to what isn't."""
        as_good = found.option.open_now >= out.option.open_now and found.is_about
        return as_good and self._gives_way(out, found)

    def _is_needed(self, out: Candidate) -> bool:
        """Whether nobody else on the card is for the young, or answers by voice, or in writing."""
        others = [each for each in self.first if each is not out]
        if out.for_the_young and not any(each.for_the_young for each in others):
            return True
        return any(
            out.answering & kinds and not any(each.answering & kinds for each in others)
            for kinds in (SPEAKING, WRITING)
        )
