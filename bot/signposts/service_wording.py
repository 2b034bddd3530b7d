"""What moderators read about the directory: their own services, and what they hid or put first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from bot.community.auditing import Values
from bot.contract.messages import (
    Bullets,
    Button,
    ButtonStyle,
    Choices,
    Facts,
    Heading,
    Message,
    Note,
    Spans,
    say,
    text,
)
from bot.signposts.directories import HIDDEN, PINNED
from bot.signposts.engines import topics_of
from bot.signposts.tables import ServiceRow
from bot.signposts.trigger_wording import topics_in_words
from bot.texts import Translator, mark
from signposting import Service, words

PAGE = 15

MARKS = {HIDDEN: mark("hidden"), PINNED: mark("named first")}
NONE_YET = mark(
    "You have changed nothing in the directory. /services add adds a service near you, /services hide leaves one out "
    "and /services pin names one first."
)
AS_SEEN = mark("Whoever asks for options where it fits sees it from now on.")
STALE = mark("A year after the last look only the website is shown, so please press “Still right” now and then.")
UNREADABLE = mark("I can’t use this one as it is: {reason}.")


def shown(t: Translator, row: ServiceRow, service: Service | None, *, at: datetime, opening: str, why: str) -> Message:
    """One of the community's own services as members are told of it, and what can be done with it."""
    number = str(row.id)
    facts: list[tuple[str, Spans]] = [
        (t("How to reach it"), (_ways(t, row, service),)),
        (t("When"), (words.hours_in_words(service, at, t.locale) if service else row.hours,)),
        (t("Where"), (words.area_in_words(row.area, t.locale),)),
        (t("Topics"), (topics_in_words(t, topics_of(row.topics)) or t("anything"),)),
        (t("Who says so"), (row.source,)),
        (t("Last checked"), (t.day(row.checked_on),)),
    ]
    first = [say(opening)] if opening else []
    broken = [say(t(UNREADABLE, reason=why))] if why else []
    name = t("#{number} {name}: {summary}", number=row.id, name=row.name, summary=row.summary)
    change = (
        Button(t("Change"), "services.change", number),
        Button(t("Where and when"), "services.when", number),
        Button(t("Still right"), "services.right", number),
        Button(t("Remove"), "services.remove", number, style=ButtonStyle.DANGER),
    )
    return Message(name, (*first, say(name), *broken, Facts(tuple(facts)), Choices(change), Note((t(STALE),))))


def _ways(t: Translator, row: ServiceRow, service: Service | None) -> str:
    if service is None:
        return "; ".join(row.ways.splitlines())
    return "; ".join(words.contact_in_words(each, t.locale) for each in service.contacts)


def page(
    t: Translator,
    rows: Sequence[ServiceRow],
    marks: Mapping[str, tuple[str, str]],
    broken: Mapping[int, str],
    number: int,
) -> Message:
    """The community's own services, and ours with a mark; ``marks`` are names with marks by id."""
    lines: list[Spans] = [(_own(t, row, broken.get(row.id)),) for row in rows]
    lines += [(t("{name}: {mark}", name=name, mark=t(MARKS.get(made, made))),) for name, made in marks.values()]
    if not lines:
        return text(t(NONE_YET))
    pages = -(-len(lines) // PAGE)
    number = min(max(number, 1), pages)
    title = t("Your own in the directory, page {page} of {pages}", page=t.number(number), pages=t.number(pages))
    earlier = [Button(t("Earlier"), "services.list", str(number - 1))] if number > 1 else []
    later = [Button(t("More"), "services.list", str(number + 1))] if number < pages else []
    turning = [Choices((*earlier, *later))] if earlier or later else []
    note = Note((t("/services edit with a number shows one of your own, to change or remove it."),))
    return Message(title, (Heading(title), Bullets(tuple(lines[(number - 1) * PAGE : number * PAGE])), note, *turning))


def _own(t: Translator, row: ServiceRow, why: str | None) -> str:
    line = t("#{number} {name}: {summary}", number=row.id, name=row.name, summary=row.summary)
    return f"{line} {t(UNREADABLE, reason=why)}" if why else line


def described(t: Translator, row: Values, differ: Collection[str]) -> Spans:
    """One of the community's own services in the list of changes: its name, and what else differs."""
    checked = row["checked_on"]
    said = {
        "summary": str(row["summary"]).removesuffix("."),
        "ways": "; ".join(str(row["ways"]).splitlines()),
        "topics": topics_in_words(t, topics_of(str(row["topics"]))) or t("anything"),
        "area": words.area_in_words(str(row["area"]), t.locale),
        "hours": str(row["hours"]),
        "source": str(row["source"]),
        "checked_on": t.day(checked) if isinstance(checked, date) else "",
    }
    return (", ".join([str(row["name"]), *(value for name, value in said.items() if name in differ and value)]),)


def marked(t: Translator, row: Values, _: Collection[str]) -> Spans:
    """“hidden”, “named first”."""
    made = str(row["mark"])
    return (t(MARKS[made]) if made in MARKS else made,)
