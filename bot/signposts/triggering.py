"""What moderators do with trigger words: try a text, add phrases and exceptions of their own, and retire them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.community import store as communities
from bot.community.context import Context, again
from bot.contract.commands import Ask, option
from bot.contract.events import ButtonPressed
from bot.contract.messages import Button, text
from bot.contract.ports import Suggestion
from bot.contract.replies import Form, Replies, Say
from bot.signposts import store
from bot.signposts import trigger_wording as wording
from bot.signposts.engines import Engines
from bot.signposts.owning import Owning
from bot.signposts.phrasing import PhraseRefused, check_phrase, is_everywhere, plain_phrase
from bot.signposts.tables import PhraseDraft, PhraseRow
from bot.signposts.trigger_wording import PhraseKind
from bot.texts import mark
from signposting import Kind, Topic, find_topics, words

MOST_PHRASES = 200
LONGEST = 100
LONGEST_TEXT = 2_000
MOST_DIGITS = 9

PHRASE_HINT = mark("as people here write it; a/b is either word, (b) may be left out, ... is a few words")
TOPICS_HINT = mark("loneliness, money, grief; only for bleak words and topics")
NUMBER_HINT = mark("its number, as /triggers list shows it")

TOO_MANY = mark("That would be more than {count} phrases of your own. Retiring one that isn’t used makes room.")
THERE_ALREADY = mark("You have that phrase already: it is #{number}, and /triggers retire takes it out of use.")
WHICH_TOPIC = mark("Which topic is it about? It can be {topics}.")
NO_TOPICS = mark("Topics belong to bleak words and to topics; for anything else, please leave them empty.")
GONE = mark("That isn’t waiting to be saved any more. /triggers list shows the phrases there are.")
NO_SUCH_PHRASE = mark("There is no such phrase here. /triggers list shows those there are.")


@dataclass(frozen=True, slots=True)
class TestText(Ask):
    """A text to try."""

    __test__ = False  # what pytest looks for in whatever is called so

    text: str = option(mark("Text"), hint=mark("it isn’t kept, and nobody else sees it"), most=LONGEST_TEXT, rest=True)


@dataclass(frozen=True, slots=True)
class AddPhrase(Ask):
    """A phrase of the community's own."""

    phrase: str = option(mark("Phrase"), hint=PHRASE_HINT, most=LONGEST)
    kind: PhraseKind = option(mark("What is it taken for?"))
    topics: str | None = option(mark("Topics"), hint=TOPICS_HINT, default=None)


@dataclass(frozen=True, slots=True)
class AddException(Ask):
    """A phrase that doesn't count."""

    phrase: str = option(mark("Phrase"), hint=mark("what it covers isn’t answered"), most=LONGEST)


@dataclass(frozen=True, slots=True)
class OnePhrase(Ask):
    """A phrase by its number."""

    id: int = option(mark("Phrase"), hint=NUMBER_HINT, suggester="own phrases")


@dataclass(frozen=True, slots=True)
class ListPhrases(Ask):
    """The community's own phrases."""

    page: int = option(mark("Page"), default=1)


class Triggering:
    """The handlers; what they change counts at once."""

    def __init__(self, engines: Engines, owning: Owning) -> None:
        self._engines = engines
        self._owning = owning

    async def test(self, ask: TestText, context: Context) -> Replies:
        """What a text is taken for and why, for the moderator alone; nothing of it is kept."""
        verdict, ours = self._engines.of(context.id).judge(ask.text), self._engines.ours.judge(ask.text)
        return (Say(wording.explained(context.t, ask.text, verdict, ours)),)

    async def add(self, ask: AddPhrase, context: Context) -> Replies:
        """What the phrase would match, and the button that saves it."""
        kind = ask.kind.verdict
        topics = find_topics(ask.topics or "", context.t.locale)
        wrong = _wrong_topics(kind, ask.topics, topics, context)
        if wrong:
            return (again("triggers add", ask, topics=wrong),)
        return await self._ask(ask.phrase, kind, topics, lambda why: again("triggers add", ask, phrase=why), context)

    async def leave_out(self, ask: AddException, context: Context) -> Replies:
        """The same for a phrase that doesn't count."""
        return await self._ask(
            ask.phrase, Kind.NONE, (), lambda why: again("triggers except", ask, phrase=why), context
        )

    async def save(self, event: ButtonPressed, context: Context) -> Replies:
        """The phrase counts from now on."""
        t = context.t
        draft = await store.phrase_draft(context.session, context.id, _number(event.subject))
        if draft is None:
            return (Say(text(t(GONE))),)
        refused = await self._in_the_way(draft.phrase, draft.kind, context)
        if refused:
            return (Say(text(refused)),)
        row = PhraseRow(community=context.id, phrase=draft.phrase, kind=draft.kind, created_at=context.now)
        row.topics = draft.topics
        await store.put(context.session, row)
        await store.drop(context.session, draft)
        await self._owning.phrases_changed(context.session, context.id)
        retire = Button(t("Retire"), "triggers.retire", str(row.id))
        return (Say(text(t("Saved as #{number}. It counts from now on.", number=row.id), retire)),)

    async def drop(self, event: ButtonPressed, context: Context) -> Replies:
        """Nothing is saved."""
        draft = await store.phrase_draft(context.session, context.id, _number(event.subject))
        if draft is not None:
            await store.drop(context.session, draft)
        return (Say(text(context.t("Nothing was saved."))),)

    async def retire(self, ask: OnePhrase, context: Context) -> Replies:
        """The phrase counts no more; it can be brought back."""
        return await self._retire(ask.id, context)

    async def press_retire(self, event: ButtonPressed, context: Context) -> Replies:
        """The same by button."""
        return await self._retire(_number(event.subject), context)

    async def restore(self, event: ButtonPressed, context: Context) -> Replies:
        """A retired phrase counts again."""
        row = await store.own_phrase(context.session, context.id, _number(event.subject))
        if row is None:
            return (Say(text(context.t(NO_SUCH_PHRASE))),)
        if row.retired_at is not None:
            refused = await self._in_the_way(row.phrase, row.kind, context)
            if refused:
                return (Say(text(refused)),)
            row.retired_at = None
            await self._owning.phrases_changed(context.session, context.id)
        return (Say(text(context.t("#{number} counts again.", number=row.id))),)

    async def list_all(self, ask: ListPhrases, context: Context) -> Replies:
        """A page of the community's own phrases."""
        rows = await store.own_phrases(context.session, context.id)
        broken = {each.number for each in self._owning.unreadable(context.id) if each.what == "phrase"}
        return (Say(wording.page(context.t, rows, ask.page, broken)),)

    async def press_list(self, event: ButtonPressed, context: Context) -> Replies:
        """Another page, by button."""
        return await self.list_all(ListPhrases(_number(event.subject)), context)

    async def suggest(self, typed: str, context: Context) -> tuple[Suggestion, ...]:
        """Phrases by number or words."""
        rows = await store.own_phrases(context.session, context.id)
        labels = ((f"#{row.id} {row.phrase}"[:LONGEST], str(row.id)) for row in rows)
        return tuple(Suggestion(label, value) for label, value in labels if typed.casefold() in label.casefold())

    async def _ask(
        self, typed: str, kind: Kind, topics: tuple[Topic, ...], refuse: Callable[[str], Form], context: Context
    ) -> Replies:
        """Show what a phrase would match, or the form again with the reason why it can't be used."""
        phrase = plain_phrase(typed)
        try:
            example = check_phrase(phrase, self._engines.ours, context.t)
        except PhraseRefused as refusal:
            return (refuse(str(refusal)),)
        refused = await self._in_the_way(phrase, kind.value, context)
        if refused:
            return (Say(text(refused)),)
        written = " ".join(each.value for each in topics)
        draft = PhraseDraft(community=context.id, phrase=phrase, kind=kind.value, topics=written, made_at=context.now)
        await store.put(context.session, draft)
        already = self._engines.of(context.id).judge(example)
        return (Say(wording.asked(context.t, draft, example, everywhere=is_everywhere(phrase), already=already)),)

    async def _in_the_way(self, phrase: str, kind: str, context: Context) -> str | None:
        """Why it can't be added: it is there already, or there are too many."""
        await communities.hold(context.session, context.community)
        if await store.count_phrases(context.session, context.id) >= MOST_PHRASES:
            return context.t(TOO_MANY, count=MOST_PHRASES)
        for row in await store.own_phrases(context.session, context.id):
            if row.phrase.casefold() == phrase.casefold() and row.kind == kind:
                return context.t(THERE_ALREADY, number=row.id)
        return None

    async def _retire(self, number: int, context: Context) -> Replies:
        row = await store.own_phrase(context.session, context.id, number)
        if row is None:
            return (Say(text(context.t(NO_SUCH_PHRASE))),)
        if row.retired_at is None:
            row.retired_at = context.now
            await self._owning.phrases_changed(context.session, context.id)
        back = Button(context.t("Bring it back"), "triggers.restore", str(row.id))
        return (Say(text(context.t("#{number} is retired and doesn’t count any more.", number=row.id), back)),)


def _wrong_topics(kind: Kind, typed: str | None, topics: tuple[Topic, ...], context: Context) -> str | None:
    t = context.t
    if typed and kind not in {Kind.SOFT, Kind.TOPIC}:
        return t(NO_TOPICS)
    if (typed or kind is Kind.TOPIC) and not topics:
        known = t.listed([words.topic_in_words(each, t.locale) for each in Topic], "or")
        return t(WHICH_TOPIC, topics=known)
    return None


def _number(subject: str) -> int:
    """A number as a button carries it; 0, which nothing has, where it is none."""
    return int(subject) if subject.isascii() and subject.isdecimal() and len(subject) <= MOST_DIGITS else 0
