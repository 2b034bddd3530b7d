"""What the review pack holds: plain values, gathered from where the bot itself takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from bot.operating.review_pack.sentences import Sentence, sentences
from signposting import Directory
from signposting.rulebook import Rulebook, load_rulebooks
from signposting.words import FALLBACK


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything a reviewer reads, as it was on that day."""

    version: str
    day: date
    language: str
    sentences: Mapping[str, Sequence[Sentence]]
    rulebooks: Sequence[Rulebook]
    directory: Directory

    @property
    def checked(self) -> int:
        """How many services a named person has checked."""
        return sum(1 for each in self.directory.services if each.checked)


def gather(directory: Directory, *, day: date, language: str = "en", lexicon: Path | None = None) -> Pack:
    """The pack of that day, with the lexicon in that folder or ours; LexiconError where it cannot be read."""
    ours_first = sorted(load_rulebooks(lexicon), key=lambda book: (book.language != FALLBACK, book.language))
    return Pack(version("brewmate"), day, language, sentences(language), ours_first, directory)
