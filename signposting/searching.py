"""Finding services by any words: their names, topics, places and summaries, misspelt words too. Nothing is kept."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from signposting.directory import WORLD, Directory, Service, country_of
from signposting.finding import names_of_areas, names_of_topics, plain
from signposting.words import FALLBACK, summary_in_words

MOST_FOUND = 12

_NAME, _TOPIC, _AREA, _SUMMARY = 4.0, 3.0, 2.0, 1.0
_SHORTEST_GUESS = 4  # letters: shorter words are only what they are
_NEAR = 0.7  # of the letters, with two swapped counting as one
_BEGINS = 0.9  # what a word is worth that only begins like one of ours
_MOST_LIKE_IT = 8
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
    asked = [word for word in dict.fromkeys(plain(words).split()) if word not in _LITTLE]
    if not asked:
        return ()
    index = _index(directory, language)
    scores: dict[int, float] = defaultdict(float)
    fitting: dict[int, int] = defaultdict(int)
    for word in asked:
        for number, weight in _fits(word, index).items():
            scores[number] += weight
            fitting[number] += 1
    services = directory.services
    found = [number for number in scores if 2 * fitting[number] >= len(asked)]
    found.sort(
        key=lambda number: (
            -fitting[number],
            not _serves(services[number], area),
            -scores[number],
            services[number].rank,
            services[number].id,
        )
    )
    return tuple(services[number] for number in found[:most])


def _serves(service: Service, area: str) -> bool:
    return any(each == WORLD or country_of(each) == country_of(area) for each in service.areas)


Index = Mapping[str, Mapping[int, float]]


def _index(directory: Directory, language: str) -> Index:
    """For each word the services it leads to, and how strongly."""
    index: dict[str, dict[int, float]] = defaultdict(dict)
    topics, areas = names_of_topics(language), names_of_areas(language)
    for number, service in enumerate(directory.services):
        written = (
            (_NAME, [plain(service.name), plain(service.id)]),
            (_TOPIC, _all(topics, (topic.value for topic in service.topics))),
            (_AREA, _all(areas, service.areas)),
            (_SUMMARY, [plain(service.summary), plain(summary_in_words(service, language))]),
        )
        for weight, texts in written:
            for word in {word for text in texts for word in text.split()} - _LITTLE:
                index[word][number] = max(weight, index[word].get(number, 0.0))
    return index


def _fits(word: str, index: Index) -> dict[int, float]:
    """The services that a word leads to: itself if we know it, else words that begin with it or are spelt like it."""
    if word in index:
        return dict(index[word])
    if len(word) < _SHORTEST_GUESS:
        return {}
    like = [
        (known, _BEGINS)
        for known in index
        if known.startswith(word) or (len(known) > _SHORTEST_GUESS and word.startswith(known))
    ]
    if not like:
        near = process.extract(
            word,
            [known for known in index if len(known) >= _SHORTEST_GUESS],
            scorer=OSA.normalized_similarity,
            score_cutoff=_NEAR,
            limit=_MOST_LIKE_IT,
        )
        best = max((likeness for _, likeness, _ in near), default=0.0)
        like = [(known, likeness) for known, likeness, _ in near if likeness >= best - 0.1]
    found: dict[int, float] = {}
    for known, likeness in like:
        for number, weight in index[known].items():
            found[number] = max(found.get(number, 0.0), weight * likeness)
    return found


def _is_the_beginning(known: str, word: str) -> bool:
    return len(known) > _SHORTEST_GUESS and word.startswith(known)


def _all(names: Mapping[str, frozenset[str]], keys: Iterable[str]) -> Sequence[str]:
    return [name for key in keys for name in names.get(key, ())]
