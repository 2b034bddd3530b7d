"""Cards of options and the buttons under them: pure, so that they can be drawn where nothing can be saved as well."""

from __future__ import annotations

from bot.community.context import Bare
from bot.contract.events import ButtonPressed
from bot.contract.messages import Message
from bot.signposts import barrier_wording, offer_wording, wording
from bot.signposts.asked import DANGER_TOO, FLEETING, GENERAL, WAYS, Asked, asked_by, page_in
from bot.signposts.directories import Directories
from bot.texts import mark
from signposting import (
    ADULT,
    IN_DANGER,
    UNDER_18,
    Choice,
    ContactKind,
    Option,
    Service,
    Topic,
    choose,
    is_open,
)
from signposting.ways import narrow, reachable

AT_ONCE = 3
"""The most services in one card."""

WORRIED = "worried"
"""What a button carries in place of topics for somebody who is worried about somebody else: how to ask and listen."""

FOR_THE_WORRIED = "somebody"
"""What it carries where the services follow that are there for whoever worries."""

HERE = mark("Here are some options.")
MORE = mark("Some more options.")
KINDS = {each.value: each for each in ContactKind}
KEEP = "signposts.keep"
ACTIONS = frozenset(
    f"signposts.{each}" for each in ("options", "show", "more", "happens", "private", "free", "rather", "keep")
)


class Cards:
    """Draws them from each community's directory."""

    def __init__(self, directories: Directories) -> None:
        self._directories = directories

    def chosen(self, asked: Asked, bare: Bare) -> Choice:
        """The services for this card now; those of the pages before are left out."""
        if asked.ids:
            return self._found(asked, bare)
        directory = self._directories.of(bare.community)
        directory = reachable(directory, asked.way) if asked.way else directory
        left_out: frozenset[str] = frozenset()
        page = asked.page
        while True:
            choice = choose(
                directory,
                topics=asked.topics,
                area=asked.area or bare.area,
                at=bare.now,
                language=bare.t.wanted.split("-")[0],
                age=None if bare.is_minor is None else UNDER_18 if bare.is_minor else ADULT,
                most=AT_ONCE,
                leave_out=left_out,
            )
            if page <= 0 or not choice.options:
                return choice
            left_out |= {each.service.id for each in choice.options}
            page -= 1

    def card(self, asked: Asked, bare: Bare, *, opening: str) -> Message:
        """One page of options with the barrier step under it; where it may be urgent, danger comes first."""
        choice = self.chosen(asked, bare)
        urgent = bool(IN_DANGER & self._topics(asked, bare))
        return wording.card(bare.t, choice, urgent=urgent, at=bare.now, opening=opening, asked=asked)

    def for_a_friend(self, bare: Bare, *, area: str | None = None, opening: str = "") -> Message:
        """For whoever is worried about somebody else: how to ask and listen, and then somebody for themselves."""
        card = self.card(Asked(GENERAL, area or ""), bare, opening=bare.t(offer_wording.TO_TALK_TO))
        return offer_wording.for_somebody(bare.t, card, None, opening=opening)

    def pressed(self, event: ButtonPressed, bare: Bare) -> Message:
        """What a button under a card, or one that leads to a card, answers."""
        asked = self._still_there(asked_by(event), bare)
        match event.action:
            case "signposts.show":
                return self._shown(event, asked, bare)
            case "signposts.keep":
                return wording.kept(bare.t, self._led_to(event, asked, bare))
            case "signposts.more":
                return self._page(asked.on(page_in(event.choice, 1)), bare)
            case "signposts.happens" | "signposts.private" | "signposts.free":
                return self._answer(event, asked, bare)
            case "signposts.rather":
                return self._rather(event, asked, bare)
            case _:
                return self._page(asked, bare)

    def _still_there(self, asked: Asked, bare: Bare) -> Asked:
        """The card that a button belongs to; GENERAL's where the directory has none of its services any more."""
        known = self._directories.of(bare.community)
        return asked if not asked.ids or any(known.get(each) for each in asked.ids) else Asked(area=asked.area)

    def _shown(self, event: ButtonPressed, asked: Asked, bare: Bare) -> Message:
        """What a button leads to; where that vanishes on reload, with the button that has it sent."""
        card = self._led_to(event, asked, bare)
        if event.choice != FLEETING:
            return card
        subject = event.subject if event.subject in {WORRIED, FOR_THE_WORRIED} else asked.subject
        return wording.keepable(bare.t, card, subject)

    def _led_to(self, event: ButtonPressed, asked: Asked, bare: Bare) -> Message:
        """The card with a plain opening: what is kept may be glimpsed later, and says nothing of how somebody was."""
        if event.subject == WORRIED:
            return wording.worried_line(bare.t, FOR_THE_WORRIED, self.chosen(Asked(), bare))
        if event.subject == FOR_THE_WORRIED:
            return self.card(Asked(), bare, opening=bare.t(offer_wording.TO_TALK_TO))
        card = self._page(asked, bare)
        if event.choice != DANGER_TOO or IN_DANGER & self._topics(asked, bare):
            return card
        return wording.danger_first(bare.t, card, self.chosen(Asked(area=asked.area), bare))

    def _page(self, asked: Asked, bare: Bare) -> Message:
        if asked.way and not asked.page:
            return self.card(asked, bare, opening=bare.t(barrier_wording.THESE[asked.way]))
        return self.card(asked, bare, opening=bare.t(MORE if asked.page else HERE))

    def _answer(self, event: ButtonPressed, asked: Asked, bare: Bare) -> Message:
        """An answer of the barrier step, about the services of the card as they are now."""
        choice = self.chosen(asked, bare)
        if not choice.options:  # the directory has changed since the card was drawn
            asked = Asked()
            choice = self.chosen(asked, bare)
        match event.action:
            case "signposts.private":
                return barrier_wording.private(bare.t, asked, choice)
            case "signposts.free":
                return barrier_wording.free(bare.t, asked, choice)
            case _:
                kind = KINDS.get(event.choice) or barrier_wording.kinds(choice)[0]
                return barrier_wording.happens(bare.t, asked, choice, kind)

    def _rather(self, event: ButtonPressed, asked: Asked, bare: Bare) -> Message:
        """The same in writing or by voice, from the first page on; kindly where there is nobody."""
        way = WAYS.get(event.choice)
        if way is None:
            return self._page(asked, bare)
        other = Asked(asked.topics, asked.area, way, 0, asked.ids)
        choice = self.chosen(other, bare)
        if choice.options:
            return self._page(other, bare)
        danger = wording.danger(bare.t, choice) if choice.emergency else None
        last_resort = wording.last_resort(bare.t, choice.last_resort)
        return barrier_wording.nobody(bare.t, way, danger, last_resort, barrier_wording.back(bare.t, asked))

    def _found(self, asked: Asked, bare: Bare) -> Choice:
        """The services that a search found, as they are now; those that are gone or too old to name are left out."""
        directory = self._directories.of(bare.community)
        services = [found for each in asked.ids if (found := directory.get(each)) is not None]
        ways = [narrow(each, asked.way) if asked.way else each for each in services]
        options = tuple(option for each in ways if each and (option := _option(each, bare)).contacts)
        in_danger = IN_DANGER & self._topics(asked, bare)
        emergency = directory.emergency(asked.area or bare.area) if in_danger else None
        return Choice(emergency, options[:AT_ONCE], options[AT_ONCE:], directory.last_resort)

    def _topics(self, asked: Asked, bare: Bare) -> frozenset[Topic]:
        """What a card is about; of what a search found, all that the services shown are for."""
        directory = self._directories.of(bare.community)
        found = (directory.get(each) for each in asked.ids[:AT_ONCE])
        return frozenset(topic for each in found if each for topic in each.topics) or frozenset(asked.topics)


def _option(service: Service, bare: Bare) -> Option:
    open_now = service.is_current(bare.now) and is_open(service.hours, bare.now)
    return Option(service, service.contacts_at(bare.now), open_now, "found by the words that were typed")
