"""The barrier step in words: what keeps people from getting in touch, answered under the card that names services.

Four questions stand under each card, in the words of whoever hesitates: what happens, another way, is it private, is it
free. They stand there and not behind one button, as somebody who hesitates presses once or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.contract.messages import Block, Bullets, Button, Choices, Message, Note, Spans, Strong, Tone, say
from bot.signposts.asked import Asked
from bot.texts import Translator, mark
from signposting import Choice, ContactKind, Cost, Service, words
from signposting.ways import Way
from signposting.words import Question

HAPPENS = {
    ContactKind.PHONE: mark("What happens if I call?"),
    ContactKind.TEXT: mark("What happens if I text?"),
    ContactKind.CHAT: mark("What happens if I chat?"),
    ContactKind.WEB: mark("What happens if I get in touch?"),
}
RATHER = {Way.WRITE: mark("I’d rather text"), Way.TALK: mark("I’d rather talk")}
PRIVATE = mark("Is it private?")
FREE = mark("Is it free?")

THESE = {
    Way.WRITE: mark("That’s fine. These can be reached in writing:"),
    Way.TALK: mark("That’s fine. You can call these:"),
}
NONE = {
    Way.WRITE: mark("I don’t know of anybody for this who can be reached in writing. The others are still there."),
    Way.TALK: mark("I don’t know of anybody for this who can be called. The others are still there."),
}
EACH_ITS_OWN = mark("That’s how it goes in general; each service has its own ways.")
ALL_FREE = mark("As far as I know, these are free to contact:")
WHAT_I_KNOW = mark("This is what I know about what they cost:")
NOT_KNOWN = mark("I don’t know what it costs")
EMERGENCY_FREE = mark("Calling {number} is free.")


def step(t: Translator, asked: Asked, choice: Choice) -> tuple[Button, ...]:
    """The four questions, as buttons under a card."""
    return (_first(t, asked, choice), _rather(t, asked, choice), *_both(t, asked))


def happens(t: Translator, asked: Asked, choice: Choice, kind: ContactKind) -> Message:
    """What getting in touch this way is like, and what is known of the services that were named."""
    title = t(HAPPENS[kind])
    others = [each for each in kinds(choice) if each is not kind]
    more = tuple(Button(t(HAPPENS[each]), "signposts.happens", asked.subject, each.value) for each in others[:1])
    reached = [each for each in _named(choice) if kind in {contact.kind for contact in each.contacts}]
    blocks = (
        say(words.answer_in_words(Question.HAPPENS, kind, t.locale)),
        *_said(t, reached, Question.HAPPENS),
        Note((t(EACH_ITS_OWN),)),
    )
    return _answer(t, asked, choice, title, blocks, (*more, *_both(t, asked)))


def private(t: Translator, asked: Asked, choice: Choice) -> Message:
    """What is usually kept, what may not be, and what stays on one's own phone."""
    traces = [words.answer_in_words(Question.PRIVATE, kind, t.locale) for kind in kinds(choice)]
    blocks = (
        say(words.private_in_words(t.locale)),
        *([say(" ".join(filter(None, traces)))] if any(traces) else []),
        *_said(t, _named(choice), Question.PRIVATE),
    )
    return _answer(t, asked, choice, t(PRIVATE), blocks, (_first(t, asked, choice), _free(t, asked)))


def free(t: Translator, asked: Asked, choice: Choice) -> Message:
    """What each costs, only as a source says it; what isn't known is said as well."""
    services = [option.service for option in choice.options]
    all_free = all(each.cost is Cost.FREE for each in services)
    own = [words.answer_in_words(Question.FREE, kind, t.locale) for kind in kinds(choice)]
    blocks = (
        say(t(ALL_FREE if all_free else WHAT_I_KNOW)),
        Bullets(tuple((Strong(each.name), f": {_cost(t, each)}") for each in services)),
        *_emergency(t, choice),
        *(say(each) for each in own if each),
    )
    return _answer(t, asked, choice, t(FREE), blocks, (_first(t, asked, choice), _private(t, asked)))


def nobody(t: Translator, way: Way, danger: Block | None, last_resort: Spans, back: Button) -> Message:
    """Where nobody is known who can be reached that way: kindly, and with the way back."""
    first = (danger,) if danger else ()
    return Message(
        t("Some options"), (*first, say(t(NONE[way])), Note(last_resort), Choices((back,))), _tone(danger is not None)
    )


def back(t: Translator, asked: Asked) -> Button:
    """To the card that the question was about."""
    return Button(t("Back to the options"), "signposts.show", asked.subject)


def numbers(t: Translator, service: Service) -> str:
    """Its telephone numbers: "999 or 112"."""
    return t.listed([each.value for each in service.contacts if each.kind is ContactKind.PHONE], "or")


def kinds(choice: Choice) -> tuple[ContactKind, ...]:
    """The kinds of contact on a card, in their order; the web only where there is nothing else."""
    shown = dict.fromkeys(contact.kind for option in choice.options for contact in option.contacts)
    return tuple(kind for kind in shown if kind is not ContactKind.WEB) or (ContactKind.WEB,)


def _answer(
    t: Translator, asked: Asked, choice: Choice, title: str, blocks: Iterable[Block], others: Iterable[Button]
) -> Message:
    """The answer under its question, and one row of ways on from it: other questions, another way, and back."""
    on = Choices((*others, _rather(t, asked, choice), back(t, asked)))
    return Message(title, (say(Strong(title)), *blocks, on), _tone(choice.emergency is not None))


def _tone(is_urgent: bool) -> Tone:  # noqa: FBT001  # its only argument
    return Tone.CALM if is_urgent else Tone.WARM


def _first(t: Translator, asked: Asked, choice: Choice) -> Button:
    first = kinds(choice)[0]
    return Button(t(HAPPENS[first]), "signposts.happens", asked.subject, first.value)


def _both(t: Translator, asked: Asked) -> tuple[Button, Button]:
    return _private(t, asked), _free(t, asked)


def _private(t: Translator, asked: Asked) -> Button:
    return Button(t(PRIVATE), "signposts.private", asked.subject)


def _free(t: Translator, asked: Asked) -> Button:
    return Button(t(FREE), "signposts.free", asked.subject)


def _rather(t: Translator, asked: Asked, choice: Choice) -> Button:
    """The way that the card doesn't begin with."""
    now = asked.way or (Way.TALK if kinds(choice)[0] is ContactKind.PHONE else Way.WRITE)
    other = Way.WRITE if now is Way.TALK else Way.TALK
    return Button(t(RATHER[other]), "signposts.rather", asked.subject, other.value)


def _named(choice: Choice) -> list[Service]:
    """The services that a card names, the emergency services first."""
    first = [choice.emergency] if choice.emergency else []
    return [*first, *(option.service for option in choice.options)]


def _said(t: Translator, services: Iterable[Service], question: Question) -> tuple[Block, ...]:
    """What sources say about these very services, where they do."""
    said = [(each, words.says_in_words(each, question, t.locale)) for each in services]
    names = {each.id: numbers(t, each) if each.emergency else each.name for each, _ in said}
    items: tuple[Spans, ...] = tuple((Strong(names[each.id]), f": {what}") for each, what in said if what)
    return (Bullets(items),) if items else ()


def _cost(t: Translator, service: Service) -> str:
    own = words.says_in_words(service, Question.FREE, t.locale)
    return own or f"{words.cost_in_words(service, t.locale) or t(NOT_KNOWN)}."


def _emergency(t: Translator, choice: Choice) -> tuple[Block, ...]:
    if choice.emergency is None or choice.emergency.cost is not Cost.FREE:
        return ()
    return (say(t(EMERGENCY_FREE, number=numbers(t, choice.emergency))),)
