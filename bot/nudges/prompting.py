"""What moderators do with prompts: add their own, look through all, change, retire and bring back."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.community.context import Context, again
from bot.contract.commands import Ask, option, values_of, written
from bot.contract.events import ButtonPressed
from bot.contract.messages import Button, text
from bot.contract.ports import Suggestion
from bot.contract.replies import Form, Replies, Say
from bot.nudges import store, viewing
from bot.nudges.library import Library, Mood, Prompt
from bot.nudges.placeholders import check
from bot.nudges.prompts import by_key, candidates, from_row, is_in_use, own_row
from bot.nudges.tables import PromptRow
from bot.texts import mark

MOST_PROMPTS = 500
LONGEST = 600

PICTURE = mark("an https address, if you like")
ALT = mark("for those who can’t see it")
TEXT = mark("What should I ask? You can use {weekday}, {month}, {season}, {community} and {channel}.")
WHAT_ELSE = mark("What should be different? Write the new text after the key, or press “Change” for a form.")
MEANWHILE = mark("Somebody else changed this prompt meanwhile; it now says: {now} Send again to replace that.")


@dataclass(frozen=True, slots=True)
class AddPrompt(Ask):
    """A prompt of the community's own."""

    text: str = option(mark("Prompt"), hint=TEXT, most=LONGEST, long=True)
    mood: Mood = option(mark("Mood"), default=Mood.GENTLE)
    picture: str | None = option(mark("Picture"), hint=PICTURE, most=500, default=None)
    alt: str | None = option(mark("What the picture shows"), hint=ALT, most=300, default=None)


@dataclass(frozen=True, slots=True)
class EditPrompt(Ask):
    """A change to one of the community's own prompts.

    A form that we open holds everything and the ``version`` it was opened with: a picture that is emptied there is
    cleared. Typed, with version 0, what isn't mentioned stays as it is. A prompt always has a text and a mood, so
    those stay either way; and words for a picture stay with their picture.
    """

    key: str = option(mark("Prompt"), hint=mark("which one"), suggester="prompts")
    text: str | None = option(mark("Text"), hint=TEXT, most=LONGEST, long=True, rest=True, default=None)
    mood: Mood | None = option(mark("Mood"), default=None)
    picture: str | None = option(mark("Picture"), hint=PICTURE, most=500, default=None)
    alt: str | None = option(mark("What the picture shows"), hint=ALT, most=300, default=None)
    version: int = option(mark("Version"), hidden=True, default=0)


@dataclass(frozen=True, slots=True)
class OnePrompt(Ask):
    """A prompt by its key."""

    key: str = option(mark("Prompt"), hint=mark("which one"), suggester="prompts")


@dataclass(frozen=True, slots=True)
class ListPrompts(Ask):
    """Prompts, all or of one mood."""

    mood: Mood | None = option(mark("Mood"), default=None)
    page: int = option(mark("Page"), default=1)


class Prompting:
    """The handlers; they know the library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def add(self, ask: AddPrompt, context: Context) -> Replies:
        """A new prompt, in the rotation from now on."""
        errors = _wrong(ask, context)
        if errors:
            return (again("prompts add", ask, **errors),)
        if await store.count_own_prompts(context.session, context.id) >= MOST_PROMPTS:
            sentence = mark("That would be more than {count} prompts of your own. Please retire one first.")
            return (Say(text(context.t(sentence, count=MOST_PROMPTS))),)
        row = PromptRow(community=context.id, created_at=context.now, version=1)
        _write(row, ask)
        await store.add(context.session, row)
        return (Say(viewing.shown(from_row(row), context, context.t("Added. It joins the rotation."))),)

    async def edit(self, ask: EditPrompt, context: Context) -> Replies:
        """Change a prompt, unless somebody else changed it while the form was open."""
        row = await own_row(context.session, context.id, ask.key)
        if row is None:
            return _not_own(context)
        if ask == EditPrompt(ask.key):
            shown = viewing.shown(from_row(row), context, context.t(WHAT_ELSE), in_use=row.retired_at is None)
            return (Say(shown),)
        wanted = _changed(row, ask)
        errors = _wrong(wanted, context)
        if errors:
            return (_form(ask.key, wanted, ask.version or row.version, errors),)
        if ask.version and ask.version != row.version:
            return (_form(ask.key, wanted, row.version, {"text": context.t(MEANWHILE, now=row.text)}),)
        _write(row, wanted)
        row.version += 1
        shown = viewing.shown(from_row(row), context, context.t("Saved."), in_use=row.retired_at is None)
        return (Say(shown),)

    async def open(self, event: ButtonPressed, context: Context) -> Replies:
        """The form for a new prompt."""
        return (Form("prompts add"),)

    async def list_all(self, ask: ListPrompts, context: Context) -> Replies:
        """A page of prompts, the community's own first."""
        wanted = [each for each in await self._candidates(context) if ask.mood in {None, each.mood}]
        return (Say(viewing.page(wanted, ask.mood, max(ask.page, 1), context)),)

    async def press_list(self, event: ButtonPressed, context: Context) -> Replies:
        """Another page, by button: the subject is the mood, the choice the page."""
        mood = Mood(event.subject) if event.subject in {each.value for each in Mood} else None
        page = int(event.choice) if event.choice.isdecimal() else 1
        return await self.list_all(ListPrompts(mood, page), context)

    async def show(self, ask: OnePrompt, context: Context) -> Replies:
        """One prompt as members will see it."""
        prompt = await by_key(context.session, context.id, self._library, ask.key)
        if prompt is None:
            return _missing(context)
        in_use = await is_in_use(context.session, context.id, ask.key)
        return (Say(viewing.shown(prompt, context, in_use=in_use)),)

    async def retire(self, ask: OnePrompt, context: Context) -> Replies:
        """Leave a prompt out of the rotation, be it the community's own or the library's."""
        return await self._retire(ask.key, context)

    async def press_retire(self, event: ButtonPressed, context: Context) -> Replies:
        """The same by button."""
        return await self._retire(event.subject, context)

    async def restore(self, event: ButtonPressed, context: Context) -> Replies:
        """Put it back into the rotation."""
        row = await own_row(context.session, context.id, event.subject)
        if row is not None:
            row.retired_at = None
        await store.restore_key(context.session, context.id, event.subject)
        return (Say(text(context.t("It’s back in the rotation."))),)

    async def press_edit(self, event: ButtonPressed, context: Context) -> Replies:
        """The form with the prompt as it is."""
        row = await own_row(context.session, context.id, event.subject)
        if row is None:
            return _not_own(context)
        return (_form(event.subject, _as_it_is(row), row.version, {}),)

    async def suggest(self, typed: str, context: Context) -> tuple[Suggestion, ...]:
        """Prompts whose text holds what was typed."""
        found = (
            each for each in await self._candidates(context) if typed.casefold() in f"{each.key} {each.text}".casefold()
        )
        return tuple(Suggestion(viewing.short(each.text), each.key) for each in found)

    async def _retire(self, key: str, context: Context) -> Replies:
        row = await own_row(context.session, context.id, key)
        if row is not None:
            row.retired_at, row.version = context.now, row.version + 1
        elif self._library.get(key) is not None:
            await store.retire_key(context.session, context.id, key)
        else:
            return _missing(context)
        back = Button(context.t("Bring it back"), "prompts.restore", key)
        return (Say(text(context.t("Retired. It won’t be posted any more."), back)),)

    async def _candidates(self, context: Context) -> tuple[Prompt, ...]:
        return await candidates(context.session, context.id, self._library)


def _as_it_is(row: PromptRow) -> AddPrompt:
    return AddPrompt(row.text, Mood(row.mood), row.picture, row.alt)


def _changed(row: PromptRow, ask: EditPrompt) -> AddPrompt:
    """The prompt as it is to be."""
    picture = ask.picture if ask.version else ask.picture or row.picture
    alt = ask.alt if ask.version or picture != row.picture else ask.alt or row.alt
    return AddPrompt(ask.text or row.text, ask.mood or Mood(row.mood), picture, alt)


def _form(key: str, wanted: AddPrompt, version: int, errors: dict[str, str]) -> Form:
    return Form("prompts edit", values_of(wanted) | {"key": key, "version": written(version)}, errors)


def _wrong(ask: AddPrompt, context: Context) -> dict[str, str]:
    """What is wrong, by field."""
    t = context.t
    errors: dict[str, str] = {}
    problems = check(ask.text)
    if problems:
        errors["text"] = " ".join(problem.said(t) for problem in problems)
    if ask.picture and not _is_https(ask.picture):
        errors["picture"] = t("Please give an address that begins with https://.")
    if ask.picture and not ask.alt:
        errors["alt"] = t("Please say what the picture shows, for those who can’t see it.")
    return errors


def _is_https(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not any(each.isspace() for each in address)


def _write(row: PromptRow, ask: AddPrompt) -> None:
    row.text, row.mood = ask.text, ask.mood.value
    row.picture, row.alt = ask.picture, ask.alt if ask.picture else None


def _missing(context: Context) -> Replies:
    return (Say(text(context.t("There is no such prompt here. /prompts list shows those there are."))),)


def _not_own(context: Context) -> Replies:
    sentence = mark("Only your own prompts can be changed. You can retire this one and add your own instead.")
    return (Say(text(context.t(sentence))),)
