"""The catalogues of translated sentences: one ``locales/<language>.po`` for each, as translators hand them in."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale
from babel.support import NullTranslations, Translations

FOLDER = Path(__file__).parent / "locales"
DOMAIN = "brewmate"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language's sentences.

    ``is_reviewed`` is False while the file's header is marked ``fuzzy``, as gettext does until somebody who speaks the
    language as their own has read every sentence.
    """

    translations: NullTranslations
    is_reviewed: bool


def languages() -> tuple[str, ...]:
    """The tags of the languages that have a catalogue besides the source's, sorted."""
    return tuple(sorted(path.stem.replace("_", "-") for path in FOLDER.glob("*.po")))


def catalogue(locale: Locale) -> Catalogue | None:
    """The catalogue for this locale or else for its language; None where there is neither."""
    named = (FOLDER / f"{name}.po" for name in (str(locale), locale.language))
    path = next((each for each in named if each.is_file()), None)
    return _read(path) if path else None


@cache
def _read(path: Path) -> Catalogue:
    """Read when first wanted; the libraries for it take longer to import than the file to read."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = io.BytesIO()
    with path.open("rb") as file:
        found = read_po(file, domain=DOMAIN, abort_invalid=True)
    write_mo(compiled, found)
    compiled.seek(0)
    return Catalogue(Translations(compiled, DOMAIN), is_reviewed=not found.fuzzy)
