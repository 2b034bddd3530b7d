"""Which services somebody may be named, in which order, and why: the order of a card before it is mixed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from signposting.directory import (
    IN_DANGER,
    NEVER_UNASKED,
    UNDER_18,
    WORLD,
    Ages,
    Contact,
    ContactKind,
    Service,
    Topic,
    country_of,
)
from signposting.hours import is_open

SPEAKING = frozenset({ContactKind.PHONE})
WRITING = frozenset({ContactKind.TEXT, ContactKind.CHAT})

_OWN, _COUNTRY, _PART, _WORLD = range(4)
"""How far away a service is. `_PART`: for a part of the member's country, when we don't know which part is theirs."""

_ANSWERS, _CAN_BE_REACHED, _PAGE_ONLY = range(3)
"""How a service stands at a moment: somebody answers; there is a way to reach them at
another time; only a page to read is left."""


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
class Candidate:
    """An option with what its place depends on; `answering` are the kinds of contact where somebody answers now."""

    option: Option
    is_about: bool
    for_the_young: bool
    is_understood: bool
    is_near: bool
    answering: frozenset[ContactKind]
    order: tuple[int | str, ...]

    @property
    def kinds(self) -> frozenset[ContactKind]:
        """The ways to reach it, now or later."""
        return frozenset(contact.kind for contact in self.option.contacts)

    @property
    def is_a_page_only(self) -> bool:
        """Whether there is nothing but a web page to name."""
        return not self.kinds & (SPEAKING | WRITING)

    def because(self, why: str) -> "Candidate":
        """The same, chosen for one more reason."""
        return replace(self, option=replace(self.option, reason=f"{self.option.reason}; {why}"))

    def without(self, numbers: Collection[tuple[str, str]]) -> "Candidate | None":
        """The same without these numbers; None if no number is left of those it had."""
        kept = tuple(each for each in self.option.contacts if not each.is_number or number_of(each) not in numbers)
        if len(kept) < len(self.option.contacts) and not any(each.is_number for each in kept):
            return None
        return replace(self, option=replace(self.option, contacts=kept))


def number_of(contact: Contact) -> tuple[str, str]:
    """A number with the word to send to it: texting HOME and HELLO to one number are two services."""
    return contact.value, contact.keyword


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody's question: what about, where, when, in which language, at what age."""

    topics: frozenset[Topic]
    area: str
    at: datetime
    language: str
    ages: Ages | None

    def among(self, services: Iterable[Service]) -> list[Candidate]:
        """Those that may be named, best first: in words they may know, unless only others are anywhere near."""
        found = sorted(
            (self._candidate(each) for each in services if self.suits(each)), key=lambda candidate: candidate.order
        )
        understood = [each for each in found if each.is_understood]
        return understood if any(each.is_near for each in understood) else found

    def suits(self, service: Service) -> bool:
        """Whether the service may be named at all: it is for them, and there is a way to reach it that may be shown."""
        if not (service.topics & self.topics or service.general or self._is_made_for_them(service)):
            return False
        if service.emergency or service.last_resort or self._distance(service) is None:
            return False
        if not service.contacts_at(self.at):
            return False
        for reserved in (service.only_for, service.topics & NEVER_UNASKED):
            if reserved and not reserved & self.topics:
                return False
        return service.is_for(self.ages)

    @property
    def _in_danger(self) -> bool:
        return bool(self.topics & IN_DANGER)

    def _candidate(self, service: Service) -> Candidate:
        """The service as it stands at that moment, with its place in the order."""
        contacts, answering = service.contacts_at(self.at), self._answering(service)
        open_now = bool(answering)
        standing = self._standing(service, contacts, open_now=open_now)
        distance = self._distance(service) or _OWN
        understood = bool(service.languages & {self.language, "en", "mul"})
        made_for_them = self._is_made_for_them(service)
        order = (
            0 if understood else 1,
            standing,
            min(service.rank, 0),
            0 if made_for_them else 1,
            1 if self._age_is_a_guess(service) else 0,
            distance,
            0 if service.languages & {self.language, "mul"} else 1,
            service.rank,
            -len(service.topics & self.topics),
            service.id,
        )
        return Candidate(
            Option(service, contacts, open_now, self._reason(service, open_now=open_now, understood=understood)),
            bool(service.topics & self.topics) or (service.rank < 0 and not self._in_danger),
            made_for_them,
            understood,
            WORLD not in service.areas,
            answering,
            order,
        )

    def _answering(self, service: Service) -> frozenset[ContactKind]:
        """The kinds of contact where somebody answers now, each by its own hours; a web page counts by itself alone."""
        if not service.is_current(self.at):
            return frozenset()
        kinds = {each.kind for each in service.contacts if is_open(service.hours_of(each), self.at)}
        people = {each.kind for each in service.contacts} - {ContactKind.WEB}
        return frozenset(kinds & people if people else kinds)

    def _standing(self, service: Service, contacts: tuple[Contact, ...], *, open_now: bool) -> int:
        """What is put first counts as answering where nobody told its hours, unless somebody may be in danger."""
        put_first = service.rank < 0 and not service.hours.known and not self._in_danger
        if not service.is_current(self.at):
            return _PAGE_ONLY
        if open_now or put_first:
            return _ANSWERS
        return _CAN_BE_REACHED if any(each.kind is not ContactKind.WEB for each in contacts) else _PAGE_ONLY

    def _distance(self, service: Service) -> int | None:
        country = country_of(self.area)
        if self.area in service.areas:
            return _OWN
        if country in service.areas:
            return _COUNTRY
        if self.area == country and any(country_of(area) == country for area in service.areas):
            return _PART
        return _WORLD if WORLD in service.areas else None

    def _age_is_a_guess(self, service: Service) -> bool:
        limited = service.age_min is not None or service.age_max is not None
        if self.ages is not None:
            return limited and not service.is_for_all(self.ages)
        by_topic = service.topics & self.topics & {Topic.YOUNG_PEOPLE, Topic.STUDENTS, Topic.OLDER_PEOPLE}
        return limited and not by_topic

    def _is_made_for_them(self, service: Service) -> bool:
        """Whether they are under 18 and it is there for young people."""
        return self.ages is not None and self.ages[1] <= UNDER_18[1] and Topic.YOUNG_PEOPLE in service.topics

    def _reason(self, service: Service, *, open_now: bool, understood: bool) -> str:
        shared = sorted(service.topics & self.topics)
        by_topic = f"about {', '.join(shared)}" if shared else "listens whatever the topic"
        if not shared and not service.general:
            by_topic = "for young people"
        parts = [by_topic, self._where(service), self._when(service, open_now=open_now)]
        parts += ["put first here"] if service.rank < 0 else []
        parts += [] if understood else [f"answers in {', '.join(sorted(service.languages))} only"]
        return "; ".join(parts)

    def _where(self, service: Service) -> str:
        country = country_of(self.area)
        places = (f"for {self.area}", f"for the whole of {country}", f"for part of {country}", "anywhere in the world")
        return places[self._distance(service) or _OWN]

    def _when(self, service: Service, *, open_now: bool) -> str:
        if not service.is_current(self.at):
            return "facts too old to show a number"
        if open_now:
            return "open now"
        return "closed now" if service.hours.known else "opening hours not known"
