"""Finding services by any words: their names, topics, places and summaries, misspelt words too. Nothing is kept."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from signposting.directory import WORLD, Directory, Service, country_of
from signposting.finding import names_of_areas, names_of_topics, plain
from signposting.words import FALLBACK, summary_in_words

MOST_FOUND = 12

_NAME, _TOPIC, _AREA, _SUMMARY = 4.0, 3.0, 2.0, 1.0
_SHORTEST_GUESS = 4  # letters: shorter words are only what they are
_NEAR = 0.7  # of the letters, with two swapped counting as one
_VERY_NEAR = 0.8  # where the first letter differs
_LONGEST_ENDING = 3
_MOST_LIKE_IT = 8
_LONGEST, _MOST_WORDS = 400, 12  # letters and words that are looked up of whatever was typed
_LITTLE = frozenset(
    word
    for line in (
        "a an and any are for from help helpline i im in is it line me my near need of on or service services somebody",
        "someone support that the to with who you your want al con de el en la las los mi para por que un una y ayuda",
    )
    for word in line.split()
)


def search(
    directory: Directory, words: str, language: str = FALLBACK, *, area: str = WORLD, most: int = MOST_FOUND
) -> tuple[Service, ...]:
    """The services that the words fit, best first, at most `most`; none where nothing is near.

    A service must fit at least half of the words; little words don't count. Names weigh most, then topics and places.
    Of those that fit as well, whatever serves the reader's country or the world comes first.
    """
    asked = [word for word in dict.fromkeys(plain(words[:_LONGEST]).split()) if word not in _LITTLE][:_MOST_WORDS]
    if not asked:
        return ()
    if all(word.isdecimal() for word in asked):
        asked = ["".join(asked)]
    index = _index(_Same(directory), language)
    scores: dict[int, float] = defaultdict(float)
    fitting: dict[int, int] = defaultdict(int)
    for word in asked:
        for number, weight in _fits(word, index).items():
            scores[number] += weight
            fitting[number] += 1
    found = (number for number in scores if 2 * fitting[number] >= len(asked))
    typed = f" {plain(words[:_LONGEST])} "

    def order(number: int) -> tuple[object, ...]:
        service = directory.services[number]
        near, named = _serves(service, area), f" {plain(service.name)} " in typed
        broad = _breadth(service, area)
        return -fitting[number], not near, not named, -scores[number], *broad, service.id

    return tuple(directory.services[number] for number in sorted(found, key=order)[:most])


def _serves(service: Service, area: str) -> bool:
    return any(each == WORLD or country_of(each) == country_of(area) for each in service.areas)


def _breadth(service: Service, area: str) -> tuple[int, bool]:
    """By rank, what is for another part of the country a little later; then what is for everybody before some ages."""
    elsewhere = not service.areas & {area, country_of(area), WORLD}
    return service.rank + elsewhere, service.age_min is not None or service.age_max is not None


Index = Mapping[str, Mapping[int, float]]


class _Same:
    """A directory that is told from others by being another one: comparing all it holds would take too long."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory

    def __hash__(self) -> int:
        return id(self.directory)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.directory is other.directory


@lru_cache(maxsize=16)
def _index(same: _Same, language: str) -> Index:
    """For each word the services it leads to, and how strongly. Of the directories in use it is made once."""
    directory = same.directory
    index: dict[str, dict[int, float]] = defaultdict(dict)
    topics, areas = names_of_topics(language), names_of_areas(language)
    for number, service in enumerate(directory.services):
        written = (
            (_NAME, [plain(service.name), plain(service.id), *_joined(service)]),
            (_TOPIC, _all(topics, (topic.value for topic in service.topics))),
            (_AREA, _all(areas, service.areas)),
            (_SUMMARY, [plain(service.summary), plain(summary_in_words(service, language))]),
        )
        for weight, texts in written:
            for word in {word for text in texts for word in text.split()} - _LITTLE:
                index[word][number] = max(weight, index[word].get(number, 0.0))
    return index


def _fits(word: str, index: Index) -> dict[int, float]:
    """The services that a word leads to: itself, words that begin like it, and where we don't know it those like it."""
    like = [(word, 1.0)] if word in index else []
    if len(word) >= _SHORTEST_GUESS and not word.isdecimal():
        alike = (known for known in index if _begin_alike(known, word))
        like += [(known, min(len(known), len(word)) / max(len(known), len(word))) for known in alike]
        like += [] if word in index else _spelt_like(word, index)
    found: dict[int, float] = {}
    for known, likeness in like:
        for number, weight in index[known].items():
            found[number] = max(found.get(number, 0.0), weight * likeness)
    return found


def _begin_alike(known: str, word: str) -> bool:
    """Whether one is the other with an ending: debt and debts, carer and carers, samar and samaritans."""
    if known.startswith(word):
        return known != word
    return len(known) >= _SHORTEST_GUESS and len(word) - len(known) <= _LONGEST_ENDING and word.startswith(known)


def _spelt_like(word: str, index: Index) -> list[tuple[str, float]]:
    """The nearest words and how near they are; a wrong first letter is rare, and all else right then."""
    near = process.extract(
        word,
        [known for known in index if len(known) >= _SHORTEST_GUESS and not known.isdecimal()],
        scorer=OSA.normalized_similarity,
        score_cutoff=_NEAR,
        limit=_MOST_LIKE_IT,
    )
    fitting = [(known, likeness) for known, likeness, _ in near if known[0] == word[0] or likeness >= _VERY_NEAR]
    best = max((likeness for _, likeness in fitting), default=0.0)
    return [(known, likeness) for known, likeness in fitting if likeness >= best - 0.1]


def _joined(service: Service) -> list[str]:
    """Its numbers without blanks, and each two words of its name as one: breathingspace."""
    name = plain(service.name).split()
    numbers = (plain(each.value).replace(" ", "") for each in service.contacts if each.is_number)
    return [*numbers, *(first + second for first, second in pairwise(name))]


def _all(names: Mapping[str, frozenset[str]], keys: Iterable[str]) -> Sequence[str]:
    return [name for key in keys for name in names.get(key, ())]
