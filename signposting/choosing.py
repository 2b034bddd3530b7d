"""Choosing the few services to name, and saying why each was chosen."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from signposting.directory import (
    IN_DANGER,
    NEVER_UNASKED,
    UNDER_18,
    WORLD,
    Ages,
    Contact,
    ContactKind,
    Directory,
    Service,
    Topic,
    country_of,
)
from signposting.hours import is_open

_PART = 3  # the distance of a service for a part of the member's country, when we don't know which part is theirs
_SPEAKING = frozenset({ContactKind.PHONE})
_WRITING = frozenset({ContactKind.TEXT, ContactKind.CHAT})


@dataclass(frozen=True, slots=True)
class Option:
    """A service to name: the contacts that may be shown, whether it answers now, and why it was chosen.

    `reason` is for moderators, tests and `--why`: it speaks of the directory, never of the member.
    """

    service: Service
    contacts: tuple[Contact, ...]
    open_now: bool
    reason: str


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
    `leave_out` are the ids shown before: leave out what a card showed, and this gives the next ones. Services with a
    `rank` below 0 (a community's first) come before the rest that answer. Those that
    speak only another language are named where nobody else nearby would be.
    Emergency services come where somebody may be in danger (`IN_DANGER`), and cannot be left out.
    """
    asked = frozenset(topics)
    ages = (age, age) if isinstance(age, int) else age
    look = _Look(asked, area.upper(), at, language, ages)
    suitable = [
        look.at(service) for service in directory.services if service.id not in leave_out and look.suits(service)
    ]
    suitable = _understood(suitable)
    about = sorted((found for found in suitable if found.matches), key=lambda found: found.order)
    anything = sorted((found for found in suitable if not found.matches), key=lambda found: found.order)
    shown = [contact for each in map(directory.get, leave_out) if each for contact in each.contacts_at(at)]
    about, anything = _distinct(shown, about, anything)
    ranked = _with_one_for_the_young(_mixed(_with_somebody_there(about, anything, most), most), most)
    return Choice(
        emergency=directory.emergency(area) if IN_DANGER & set(asked) else None,
        options=tuple(found.option for found in ranked[:most]),
        more=tuple(found.option for found in ranked[most : 2 * most]),
        last_resort=directory.last_resort,
    )


@dataclass(frozen=True, slots=True)
class _Candidate:
    option: Option
    matches: int
    for_the_young: bool
    is_understood: bool
    is_near: bool
    order: tuple[int, int, int, int, int, int, int, int, int, str]

    def offers(self, kinds: frozenset[ContactKind]) -> bool:
        return any(contact.kind in kinds for contact in self.option.contacts)


@dataclass(frozen=True, slots=True)
class _Look:
    """Somebody's question: what about, where, when, in which language, at what age."""

    topics: frozenset[Topic]
    area: str
    at_time: datetime
    language: str
    ages: Ages | None

    def suits(self, service: Service) -> bool:
        """Whether the service may be named at all: it is for them, and there is a way to reach it that may be shown."""
        if service.emergency or service.last_resort or self._distance(service) is None:
            return False
        if not service.contacts_at(self.at_time):
            return False
        if not (service.topics & self.topics or service.general or self._is_made_for_them(service)):
            return False
        for reserved in (service.only_for, service.topics & NEVER_UNASKED):
            if reserved and not reserved & self.topics:
                return False
        return service.is_for(self.ages)

    def at(self, service: Service) -> _Candidate:
        """The service as it stands at that moment, with its place in the order."""
        current = service.is_current(self.at_time)
        open_now = current and is_open(service.hours, self.at_time)
        distance = self._distance(service) or 0
        matches = len(service.topics & self.topics)
        for_the_young = self._is_made_for_them(service)
        is_pinned = service.rank < 0
        is_understood = bool(service.languages & {self.language, "en", "mul"})
        order = (
            0 if is_understood else 1,
            0 if open_now or (is_pinned and not service.hours.known) else 1,
            0 if is_pinned else 1,
            0 if for_the_young else 1,
            0 if distance == _PART else distance,
            0 if service.languages & {self.language, "mul"} else 1,
            1 if self._age_is_a_guess(service) else 0,
            service.rank + (distance == _PART),
            -matches,
            service.id,
        )
        reason = "; ".join(
            (self._about(service), self._where(service), _when(service, open_now=open_now, current=current))
        )
        option = Option(service, service.contacts_at(self.at_time), open_now, reason)
        return _Candidate(option, matches, for_the_young, is_understood, WORLD not in service.areas, order)

    def _distance(self, service: Service) -> int | None:
        """0 for the member's own area, 1 for their country, 2 for the world, `_PART`, or None."""
        country = country_of(self.area)
        if self.area in service.areas:
            return 0
        if country in service.areas:
            return 1
        if WORLD in service.areas:
            return 2
        if self.area == country and any(country_of(area) == country for area in service.areas):
            return _PART
        return None

    def _age_is_a_guess(self, service: Service) -> bool:
        limited = service.age_min is not None or service.age_max is not None
        if self.ages is not None:
            return limited and not service.is_for_all(self.ages)
        by_topic = service.topics & self.topics & {Topic.YOUNG_PEOPLE, Topic.STUDENTS, Topic.OLDER_PEOPLE}
        return limited and not by_topic

    def _is_made_for_them(self, service: Service) -> bool:
        """Whether they are under 18 and it is there for young people."""
        return self.ages is not None and self.ages[1] <= UNDER_18[1] and Topic.YOUNG_PEOPLE in service.topics

    def _about(self, service: Service) -> str:
        shared = sorted(service.topics & self.topics)
        return f"about {', '.join(shared)}" if shared else "listens whatever the topic"

    def _where(self, service: Service) -> str:
        own, country = f"for {self.area}", f"for the whole of {country_of(self.area)}"
        part = f"for part of {country_of(self.area)}"
        return (own, country, "anywhere in the world", part)[self._distance(service) or 0]


def _when(service: Service, *, open_now: bool, current: bool) -> str:
    if not current:
        return "facts too old to show a number"
    if open_now:
        return "open now"
    return "closed now" if service.hours.known else "opening hours not known"


def _understood(candidates: list[_Candidate]) -> list[_Candidate]:
    """Those that speak a language the reader may know; all of them, where nobody nearby does."""
    understood = [found for found in candidates if found.is_understood]
    return understood if any(found.is_near for found in understood) else candidates


def _distinct(shown: Sequence[Contact], *lists: list[_Candidate]) -> list[list[_Candidate]]:
    """The same without those that only repeat numbers shown before them: 111 stands once, whoever answers it."""
    seen = {(each.value, each.keyword) for each in shown if each.is_number}
    kept: list[list[_Candidate]] = []
    for candidates in lists:
        kept.append([])
        for found in candidates:
            numbers = {(each.value, each.keyword) for each in found.option.contacts if each.is_number}
            if not numbers or not numbers <= seen:
                kept[-1].append(found)
                seen |= numbers
    return kept


def _with_somebody_there(about: list[_Candidate], anything: list[_Candidate], most: int) -> list[_Candidate]:
    """Those about the topic, then general ones; but if nobody would answer now, an open general one is let in."""
    if about and most and not any(found.option.open_now for found in about):
        awake = next((found for found in anything if found.option.open_now), None)
        if awake:
            place = min(most - 1, len(about))
            rest = [found for found in anything if found is not awake]
            return [*about[:place], awake, *about[place:], *rest]
    return [*about, *anything]


def _with_one_for_the_young(ranked: list[_Candidate], most: int) -> list[_Candidate]:
    """The same order, but if none of the first is made for young people, one that is comes before them all.

    There is one only for somebody who said they are under 18; whoever answers now is taken first.
    """
    made = sorted((found for found in ranked if found.for_the_young), key=lambda found: not found.option.open_now)
    if not made or any(found.for_the_young for found in ranked[:most]):
        return ranked
    return [made[0], *(found for found in ranked if found is not made[0])]


def _mixed(ranked: Sequence[_Candidate], most: int) -> list[_Candidate]:
    """The same order, but if nobody among the first can be written (or spoken) to, the next who can is let in."""
    mixed = list(ranked)
    for kinds in (_WRITING, _SPEAKING):
        if most < 2 or any(found.offers(kinds) for found in mixed[:most]):  # noqa: PLR2004 one place cannot be mixed
            continue
        fits = _as_good_as(mixed[most - 1 : most])
        for index in range(most, len(mixed)):
            if mixed[index].offers(kinds) and fits(mixed[index]):
                mixed.insert(most - 1, mixed.pop(index))
                break
    return mixed


def _as_good_as(last: Sequence[_Candidate]) -> Callable[[_Candidate], bool]:
    """Whether a candidate may stand in for the last one: it must answer now if that one does."""
    wanted = bool(last and last[0].option.open_now)
    return lambda found: found.option.open_now >= wanted and bool(found.matches)
