"""The curated directory of support services, as plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from signposting.faults import DirectoryError, Fault, did_you_mean
from signposting.hours import Hours

REVIEW_PERIOD = timedelta(days=180)
"""How often a person should check each entry; after twice this time its number is no longer shown."""

WORLD = "world"
"""The area of a service that anybody may use, wherever they are."""

OWN = "own-"
"""What the ids of a community's own services begin with."""


Ages = tuple[int, int]
"""The youngest and the oldest that somebody may be, where more isn't known."""

UNDER_18: Ages = (0, 17)
ADULT: Ages = (18, 120)


class Topic(StrEnum):
    """What a service is for and what a member's words may be about: a closed list."""

    CRISIS = "crisis"
    SELF_HARM = "self-harm"
    ANXIETY_DEPRESSION = "anxiety-depression"
    LONELINESS = "loneliness"
    BEREAVEMENT = "bereavement"
    EATING_DISORDERS = "eating-disorders"
    ADDICTION = "addiction"
    MONEY = "money"
    STRESS_WORK = "stress-work"
    DOMESTIC_ABUSE = "domestic-abuse"
    SEXUAL_VIOLENCE = "sexual-violence"
    YOUNG_PEOPLE = "young-people"
    STUDENTS = "students"
    MEN = "men"
    LGBTQ = "lgbtq"
    CARERS = "carers"
    VETERANS = "veterans"
    OLDER_PEOPLE = "older-people"


IN_DANGER = frozenset({Topic.CRISIS, Topic.SELF_HARM, Topic.DOMESTIC_ABUSE, Topic.SEXUAL_VIOLENCE})
"""Where somebody may be in danger this moment: the area's emergency number comes before everything else."""


NEVER_UNASKED = frozenset({Topic.DOMESTIC_ABUSE, Topic.SEXUAL_VIOLENCE})
"""Topics that a card never names unless the member asked: somebody may be reading over a shoulder."""


class ContactKind(StrEnum):
    """The ways to reach a service."""

    PHONE = "phone"
    TEXT = "text"
    CHAT = "chat"
    WEB = "web"


class Cost(StrEnum):
    """What it costs to get in touch, as far as a source says so."""

    FREE = "free"
    STANDARD = "standard"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to get in touch.

    `value` is what a person dials, texts or opens: "116 123", "85258", "https://…".
    `keyword` is the word to send to a text number; `note` a few words to know first ("press 2").
    `country` is where a number is dialled, if it isn't plain from the service's areas (`Service.country_of`);
    `hours` are this contact's own, None where they are the service's (`Service.hours_of`).
    """

    kind: ContactKind
    value: str
    keyword: str = ""
    note: str = ""
    country: str = ""
    hours: Hours | None = None

    @property
    def is_number(self) -> bool:
        """Whether this is a telephone or text number, which is not shown once its facts are too old."""
        return self.kind in (ContactKind.PHONE, ContactKind.TEXT)


@dataclass(frozen=True, slots=True)
class Says:
    """What a source says about this very service, in our words, for what people ask first; empty where none does.

    What happens when somebody gets in touch, whether it is private, and whether it is free.
    """

    happens: str = ""
    private: str = ""
    free: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Who published a fact, where, and the date the source itself bears (free text, may be "undated")."""

    publisher: str
    address: str
    dated: str


@dataclass(frozen=True, slots=True)
class Service:
    """A support service, with everything needed to choose it, describe it and trace where it was learnt.

    `areas` are ISO 3166 codes or "world". `as_of` is the date of the newest dated source (None: all undated);
    `checked` is the date a person made sure (None: nobody has). `only_for` names topics one of which must
    have been asked about; `general` services listen whatever the topic. `rank` is 0 for the first to name.
    `hours_note` is what rules cannot say ("not on bank holidays"): on such days the weekly rules stand as they are.
    """

    id: str
    name: str
    summary: str
    areas: frozenset[str]
    topics: frozenset[Topic]
    contacts: tuple[Contact, ...]
    hours: Hours
    languages: frozenset[str]
    sources: tuple[Source, ...]
    as_of: date | None
    checked: date | None = None
    checked_by: str = ""
    cost: Cost = Cost.UNKNOWN
    age_min: int | None = None
    age_max: int | None = None
    only_for: frozenset[Topic] = frozenset()
    general: bool = False
    emergency: bool = False
    last_resort: bool = False
    rank: int = 2
    says: Says = Says()
    hours_note: str = ""

    def is_current(self, at: datetime) -> bool:
        """Whether its facts are young enough at that moment for its number to be shown.

        Emergency numbers always are: hiding 999 would do more harm than an old source can.
        """
        if self.emergency:
            return True
        newest = self.checked if self.as_of is None else max(self.as_of, self.checked or self.as_of)
        return newest is not None and at.date() - newest <= 2 * REVIEW_PERIOD

    def contacts_at(self, at: datetime) -> tuple[Contact, ...]:
        """The contacts that may be shown at that moment: all of them, or only the web pages when it is not current.

        None at all for a service whose number is too old and that has no web page: it isn't named until somebody
        has checked it.
        """
        if self.is_current(at):
            return self.contacts
        return tuple(contact for contact in self.contacts if not contact.is_number)

    def hours_of(self, contact: Contact) -> Hours:
        """When somebody answers this contact: its own hours, or the service's."""
        return contact.hours or self.hours

    def country_of(self, contact: Contact) -> str:
        """The country that a number is dialled in; an empty string where neither it nor the areas name just one."""
        countries = {country_of(area) for area in self.areas}
        return contact.country or (countries.pop() if len(countries) == 1 and WORLD not in self.areas else "")

    @property
    def website(self) -> Contact | None:
        """Its web page; None where no source gave one."""
        return next((contact for contact in self.contacts if contact.kind is ContactKind.WEB), None)

    def is_for(self, ages: Ages | None) -> bool:
        """Whether somebody who may be that old may use it; an unknown age may."""
        if ages is None:
            return True
        youngest, oldest = ages
        return (self.age_min is None or oldest >= self.age_min) and (self.age_max is None or youngest <= self.age_max)

    def is_for_all(self, ages: Ages) -> bool:
        """Whether it is for every age that somebody may have."""
        youngest, oldest = ages
        return (self.age_min is None or youngest >= self.age_min) and (self.age_max is None or oldest <= self.age_max)


@dataclass(frozen=True, slots=True)
class Overlay:
    """What a community changes for itself: services of its own, ids of ours that it hides, ids it puts first, in order.

    The ids of its own services begin with `OWN`, so that none of ours can ever be taken.
    """

    added: tuple[Service, ...] = ()
    hidden: frozenset[str] = frozenset()
    pinned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Directory:
    """Every service we know, in the order of the files; ids are unique and exactly one is the last resort."""

    services: tuple[Service, ...]
    _by_id: Mapping[str, Service] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {service.id: service for service in self.services})

    def get(self, service_id: str) -> Service | None:
        """The service with that id, or None."""
        return self._by_id.get(service_id)

    def about(self, topic: Topic) -> tuple[Service, ...]:
        """The services that name this topic, in order."""
        return tuple(service for service in self.services if topic in service.topics)

    def emergency(self, area: str) -> Service | None:
        """The emergency services of the country that an area lies in, or None where we know none."""
        country = country_of(area)
        return next((service for service in self.services if service.emergency and country in service.areas), None)

    @property
    def last_resort(self) -> Service:
        """The service to name when there is nothing nearer: a directory of helplines for every country."""
        return next(service for service in self.services if service.last_resort)

    @property
    def areas(self) -> tuple[str, ...]:
        """Every area that some service names, sorted, without "world"."""
        return tuple(sorted({area for service in self.services for area in service.areas} - {WORLD}))

    def with_overlay(self, overlay: Overlay) -> "Directory":
        """This directory as one community sees it: its own services first, the hidden ones gone, the pinned ones first.

        A pinned service has a `rank` below 0; `choose` says what that means. DirectoryError, with every reason, for an
        id that is not there, taken, or not an own one's, and for hiding or pinning what always stands where it stands.
        """
        known = (*overlay.added, *self.services)
        faults = [*_faults_of_ids(self, overlay), *_faults_of_marks(known, overlay)]
        if faults:
            raise DirectoryError(faults)
        ranks = {each: place - len(overlay.pinned) for place, each in enumerate(overlay.pinned)}
        return Directory(
            tuple(replace(each, rank=ranks.get(each.id, each.rank)) for each in known if each.id not in overlay.hidden)
        )


def _faults_of_ids(ours: Directory, overlay: Overlay) -> Iterable[Fault]:
    ids = [each.id for each in overlay.added]
    for service in overlay.added:
        if not service.id.startswith(OWN):
            yield Fault(service.id, None, f'the id of a community\'s own service begins with "{OWN}"')
        if ours.get(service.id) or ids.count(service.id) > 1:
            yield Fault(service.id, None, "the id is taken")
        if service.emergency or service.last_resort:
            yield Fault(service.id, None, "a community's own service is neither emergency nor last_resort")


def _faults_of_marks(known: Iterable[Service], overlay: Overlay) -> Iterable[Fault]:
    by_id = {each.id: each for each in known}
    for doing, marked in (("hide", sorted(overlay.hidden)), ("pin", overlay.pinned)):
        for each in marked:
            service = by_id.get(each)
            if service is None:
                yield Fault(doing, None, f'no service has the id "{each}"{did_you_mean(each, by_id)}')
            elif service.emergency:
                yield Fault(doing, None, f"{each}: the emergency number always comes first and can't be hidden")
            elif service.last_resort:
                yield Fault(doing, None, f"{each}: the last resort always comes last and can't be hidden")
    for each in sorted(overlay.hidden.intersection(overlay.pinned)):
        yield Fault("pin", None, f"{each}: is hidden as well; it can be one or the other")
    if len(set(overlay.pinned)) < len(overlay.pinned):
        yield Fault("pin", None, "names the same service twice")


def country_of(area: str) -> str:
    """The country of an ISO 3166 area: "GB" for "GB-SCT", and for "GB" itself."""
    return area.partition("-")[0].upper()
