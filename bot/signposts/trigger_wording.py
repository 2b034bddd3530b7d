"""What moderators read about trigger words: what a text is taken for and why, and the community's own phrases."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Sequence

from bot.community.auditing import Values
from bot.contract.commands import LabelledEnum
from bot.contract.messages import Bullets, Button, ButtonStyle, Choices, Heading, Message, Note, Spans, say, text
from bot.signposts.engines import number_of, topics_of
from bot.signposts.tables import PhraseDraft, PhraseRow
from bot.texts import Translator, mark
from signposting import Kind, Topic, Urgency, Verdict, words

PAGE = 15
MOST_QUOTED = 120

KINDS = {
    Kind.CRISIS: mark("somebody in danger"),
    Kind.WORRIED_OTHER: mark("somebody worried about somebody else"),
    Kind.SOFT: mark("bleak words"),
    Kind.TOPIC: mark("a topic"),
    Kind.NONE: mark("an exception: it doesn’t count"),
}
"""What each verdict takes words for, inside a sentence."""

ANSWERS = {
    Kind.CRISIS: mark("Whoever writes it is privately shown options at once, the emergency number first."),
    Kind.WORRIED_OTHER: mark("Whoever writes it is privately shown how to ask and listen, and where to find options."),
    Kind.SOFT: mark("Whoever writes it is privately and quietly offered options, once a day at most."),
    Kind.TOPIC: mark("Whoever writes it is privately offered options for that topic, once a day at most."),
    Kind.NONE: mark("Where it covers words that I would answer, I say nothing."),
}

URGENT = {
    Urgency.NOW: mark("right now"),
    Urgency.SOON: mark("soon"),
    Urgency.LATER: mark("no hurry"),
    Urgency.NONE: mark("no hurry"),
}

TAKEN = mark("That is taken for {kind} ({urgency}), because the rule “{rule}” fits “{span}”.")
TAKEN_ABOUT = mark("That is taken for {kind} ({urgency}), about {topics}, because the rule “{rule}” fits “{span}”.")
OWN_RULE = mark("your own #{number}")
NOTHING = mark("No rule fits that, so nothing is said.")
EXCEPTED = mark("The rule “{rule}” fits “{span}”, but an exception of your own covers it, so nothing is said.")
NOT_KEPT = mark("Only you see this. The text isn’t kept or logged, and nobody is answered.")

TAKEN_FOR = mark("“{phrase}” would be taken for {kind}, wherever it stands in a message.")
LEFT_OUT = mark("“{phrase}” wouldn’t count, wherever it stands in a message.")
EXAMPLE = mark("For example: “{example}”.")
EVERYWHERE = mark("These words are in very many messages, so this would be answered again and again. A few more help.")
HEARD_ALREADY = mark("I take those words for {kind} already.")
NONE_YET = mark("There are no phrases of your own yet. /triggers add adds one; mine count in any case.")


class PhraseKind(LabelledEnum):
    """What a community's own phrase is taken for."""

    CRISIS = "crisis", mark("In danger: options at once")
    WORRIED_OTHER = "worried_other", mark("Worried about somebody else")
    SOFT = "soft", mark("Bleak words: a quiet offer")
    TOPIC = "topic", mark("A topic: a quiet offer about it")

    @property
    def verdict(self) -> Kind:
        """The verdict it stands for."""
        return Kind(self.value)


def explained(t: Translator, said: str, verdict: Verdict, ours: Verdict) -> Message:
    """What a text is taken for, in one sentence; ``ours`` is the verdict without the community's own phrases."""
    return Message(t("What this is taken for"), (say(_sentence(t, said, verdict, ours)), Note((t(NOT_KEPT),))))


def _sentence(t: Translator, said: str, verdict: Verdict, ours: Verdict) -> str:
    if verdict.kind is Kind.NONE:
        if ours.kind is Kind.NONE:
            return t(NOTHING)
        return t(EXCEPTED, rule=_rule(t, ours), span=_quoted(said, ours))
    return t(
        TAKEN_ABOUT if verdict.topics else TAKEN,
        kind=t(KINDS[verdict.kind]),
        urgency=t(URGENT[verdict.urgency]),
        topics=topics_in_words(t, verdict.topics),
        rule=_rule(t, verdict),
        span=_quoted(said, verdict),
    )


def _rule(t: Translator, verdict: Verdict) -> str:
    number = number_of(verdict.rule)
    return t(OWN_RULE, number=number) if number else verdict.rule


def _quoted(said: str, verdict: Verdict) -> str:
    first, last = verdict.span
    return textwrap.shorten(said[first:last], MOST_QUOTED, placeholder=" …")


def topics_in_words(t: Translator, topics: Collection[Topic]) -> str:
    """“Loneliness and Money”."""
    return t.listed([words.topic_in_words(each, t.locale) for each in topics])


def asked(t: Translator, draft: PhraseDraft, example: str, *, everywhere: bool, already: Verdict) -> Message:
    """What a phrase would match and what would follow, before it is saved."""
    kind = Kind(draft.kind)
    sentence = LEFT_OUT if kind is Kind.NONE else TAKEN_FOR
    lines = [t(sentence, phrase=draft.phrase, kind=in_words(t, draft.kind, draft.topics))]
    lines += [t(EXAMPLE, example=example)] if example != draft.phrase.casefold() else []
    lines.append(t(ANSWERS[kind]))
    if kind is not Kind.NONE and already.kind is not Kind.NONE:
        lines.append(t(HEARD_ALREADY, kind=t(KINDS[already.kind])))
    lines += [t(EVERYWHERE)] if everywhere else []
    save = Button(t("Save it"), "triggers.save", str(draft.id), style=ButtonStyle.PRIMARY)
    buttons = Choices((save, Button(t("Leave it"), "triggers.drop", str(draft.id))))
    return Message(lines[0], (*(say(line) for line in lines), buttons))


def in_words(t: Translator, kind: str, topics: str) -> str:
    """What a phrase is taken for, and about what; a kind that there is no more stands as it is."""
    known = {each.value: each for each in Kind}
    said = t(KINDS[known[kind]]) if kind in known else kind
    about = topics_of(topics)
    return t("{kind} ({topics})", kind=said, topics=topics_in_words(t, about)) if about else said


def page(t: Translator, rows: Sequence[PhraseRow], number: int, broken: Collection[int]) -> Message:
    """The community's own phrases, so many at once."""
    if not rows:
        return text(t(NONE_YET))
    pages = -(-len(rows) // PAGE)
    number = min(max(number, 1), pages)
    title = t("Your own phrases, page {page} of {pages}", page=t.number(number), pages=t.number(pages))
    shown = rows[(number - 1) * PAGE : number * PAGE]
    lines: tuple[Spans, ...] = tuple((_line(t, row, is_broken=row.id in broken),) for row in shown)
    earlier = [Button(t("Earlier"), "triggers.list", str(number - 1))] if number > 1 else []
    later = [Button(t("More"), "triggers.list", str(number + 1))] if number < pages else []
    turning = [Choices((*earlier, *later))] if earlier or later else []
    note = Note((t("/triggers retire with a number takes one out of use."),))
    return Message(title, (Heading(title), Bullets(lines), note, *turning))


def _line(t: Translator, row: PhraseRow, *, is_broken: bool) -> str:
    line = t("#{number} “{phrase}”: {kind}", number=row.id, phrase=row.phrase, kind=in_words(t, row.kind, row.topics))
    return t("{line} (I can’t read this one any more)", line=line) if is_broken else line


def described(t: Translator, row: Values, _: Collection[str]) -> Spans:
    """A phrase in the list of changes."""
    kind = in_words(t, str(row["kind"]), str(row["topics"]))
    return (t("“{phrase}”, {kind}", phrase=row["phrase"], kind=kind),)
