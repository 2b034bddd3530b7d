"""What is wrong in a file that people edit, said so that they can put it right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right: the file, its line (None when no single line is to blame) and the reason."""

    file: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.reason}"


class FaultyFileError(ValueError):
    """Files that cannot be used; `faults` holds every reason found, not just the first."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class DirectoryError(FaultyFileError):
    """The directory of services cannot be used."""


class LexiconError(FaultyFileError):
    """The lexicon of triggers cannot be used."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A suggestion to end a reason with: `; did you mean "phone"?`, or an empty string when nothing is near."""
    near = get_close_matches(word, list(known), n=1)
    return f'; did you mean "{near[0]}"?' if near else ""
