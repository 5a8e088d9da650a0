"""Finds the words and phrases of role_lexicon.toml in a KPI's name, English or Norwegian.

A name is split into words, compounds into their parts. The longest known phrases are matched, and
each match is weighted by its position: the head noun counts most, as in any noun phrase.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product

from dashboard.domain.okr import Role

HEAD = 1.0
"""Weight of the head noun: what is measured."""

MODIFIER = 0.35
"""Weight of a word in front of the head noun, as "customer" in "customer visits"."""

QUALIFIER = 0.2
"""Weight of words after a preposition, as "per visitor" in "revenue per visitor"."""

PARTICIPLE = 0.3
"""Weight of what was done to the head noun, as "submitted" in "tenders submitted"."""

_LONGEST_PHRASE = 4
_LONGEST_WORD = 60
_PUNCTUATION = ",;(|"
_ENDINGS = (
    "",
    "s",
    "es",
    "r",
    "er",
    "n",
    "en",
    "ne",
    "ene",
    "e",
    "t",
    "et",
    "a",
    "ar",
    "ane",
    "d",
)
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ß": "ss", "ð": "d", "ł": "l"})


@dataclass(frozen=True)
class Kind:
    """A kind of thing that KPIs measure.

    Attributes:
        name: key in the TOML file.
        role: the usual role of such KPIs.
        certainty: share of such KPIs that have this role.
        weight: weight of its words against those of other kinds.
    """

    name: str
    role: Role
    certainty: float
    weight: float


@dataclass(frozen=True)
class Match:
    """A word or phrase of a known kind, spelt as in the file, with the weight of its position."""

    words: str
    kind: Kind
    position: float

    @property
    def score(self) -> float:
        """Weight of its kind times weight of its position."""
        return self.kind.weight * self.position


@dataclass(frozen=True)
class Lexicon:
    """The words of role_lexicon.toml, folded to plain lower case.

    Attributes:
        kinds: by name.
        phrases: a folded phrase to the phrase as written, and its kind.
        vocabulary: all words that occur in phrases.
        heads: words that a Norwegian compound may end in.
        silent: stop words, without a meaning of their own.
        turns: prepositions; what follows them is a qualifier.
        done: participles: what was done to the head noun.
        deciding: words that decide the kind wherever they are in the phrase, such as "failed".
        money: units of money.
    """

    kinds: Mapping[str, Kind]
    phrases: Mapping[str, tuple[str, Kind]]
    vocabulary: frozenset[str]
    heads: frozenset[str]
    silent: frozenset[str]
    turns: frozenset[str]
    done: frozenset[str]
    deciding: frozenset[str]
    money: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The lexicon of role_lexicon.toml, read once.

    Raises:
        ValueError: a phrase is listed under two kinds.
    """
    text = files("dashboard.analytics.lead_lag").joinpath("role_lexicon.toml").read_text("utf-8")
    tables = tomllib.loads(text)
    kinds: dict[str, Kind] = {}
    phrases: dict[str, tuple[str, Kind]] = {}
    heads: set[str] = set()
    for name, kind in tables["kinds"].items():
        kinds[name] = Kind(name, Role(kind["role"]), kind["certainty"], kind["weight"])
        for written, folded in [*_listed(kind["en"]), *_listed(kind["no"])]:
            if phrases.setdefault(folded, (written, kinds[name]))[1] is not kinds[name]:
                raise ValueError(
                    f"{written!r} is listed under {phrases[folded][1].name} and {name}"
                )
        heads |= {folded for _, folded in _listed(kind["no"])}
    vocabulary = frozenset(word for folded in phrases for word in folded.split())
    for folded, meaning in list(phrases.items()):
        phrases.setdefault(folded.replace(" ", ""), meaning)
    single = {
        use: frozenset(folded for _, folded in _listed(words))
        for use, words in tables["reading"].items()
    }
    return Lexicon(kinds, phrases, vocabulary, frozenset(heads) | single["silent"], **single)


def _listed(words: str) -> Iterator[tuple[str, str]]:
    """Yields each entry of a comma-separated list, as written and folded."""
    for word in words.split(","):
        yield word.strip(), " ".join(folded_words(word))


def folded_words(text: str) -> list[str]:
    """The words of a text in lower case without accents, and punctuation that separates phrases.

    Words in `camelCase` and `snake_case` are split.
    """
    apart = re.sub(r"(?<=[a-zæøå])(?=[A-ZÆØÅ][a-zæøå])", " ", text)
    plain = unicodedata.normalize("NFKD", apart.casefold().translate(_LETTERS))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.findall(rf"[a-z0-9]+|[{_PUNCTUATION}]", letters)


def matches(text: str) -> list[Match]:
    """The words and phrases of known kinds in a name, each with the weight of its position.

    Prepositions such as "per" and "of" split a name into segments. In the first segment with a
    noun the last noun is the head, what is measured; nouns before it are modifiers. Later segments
    are qualifiers: of whom, where or when.
    """
    result: list[Match] = []
    position = HEAD
    for segment in _segments(text):
        result += _weighted(segment, position)
        if any(not phrase.is_done for phrase in segment):
            position = QUALIFIER
    return result


@dataclass(frozen=True)
class _Phrase:
    words: str
    kind: Kind | None
    is_done: bool
    is_deciding: bool


def _weighted(segment: Sequence[_Phrase], position: float) -> Iterator[Match]:
    """Yields the matches of one segment with their weights.

    The head is the last deciding word; without one, the last phrase that is no participle.
    """
    deciding = [at for at, phrase in enumerate(segment) if phrase.is_deciding]
    nouns = [at for at, phrase in enumerate(segment) if not phrase.is_done]
    head = deciding[-1] if deciding else nouns[-1] if nouns else None
    for at, phrase in enumerate(segment):
        if phrase.kind is not None:
            share = PARTICIPLE if phrase.is_done else HEAD if at == head else MODIFIER
            yield Match(phrase.words, phrase.kind, position * share)


def _segments(text: str) -> Iterator[list[_Phrase]]:
    """Yields the phrases between prepositions and punctuation; the last segment may be empty."""
    known = lexicon()
    words = [part for word in folded_words(text) for part in _parts(word)]
    segment: list[_Phrase] = []
    at = 0
    while at < len(words):
        word = words[at]
        length, folded = _longest_phrase(words[at : at + _LONGEST_PHRASE])
        if folded:
            use = (folded in known.done, folded in known.deciding)
            segment.append(_Phrase(*known.phrases[folded], *use))
        elif word in known.turns or word in _PUNCTUATION:
            yield segment
            segment = []
        elif not word.isdigit() and not _any_form(word, known.silent):
            segment.append(_Phrase(word, None, word in known.done, is_deciding=False))
        at += length
    yield segment


def _longest_phrase(words: Sequence[str]) -> tuple[int, str]:
    """The length in words, and the folded text, of the longest known phrase that starts `words`.

    1 and an empty text if no known phrase starts there.
    """
    known = lexicon()
    for length in range(len(words), 0, -1):
        if length == 1 and words[0] in known.silent | known.turns:
            break
        for candidate in product(*(tuple(forms(word)) for word in words[:length])):
            if " ".join(candidate) in known.phrases:
                return length, " ".join(candidate)
    return 1, ""


def forms(word: str) -> Iterator[str]:
    """Yields the word and its possible base forms, without English and Norwegian endings.

    Endings are those of plurals, definite forms and past tenses.
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2 + bool(ending):
            yield word[: len(word) - len(ending)]
    if word.endswith("ies"):
        yield word[:-3] + "y"


def _any_form(word: str, among: Iterable[str]) -> bool:
    return any(form in among for form in forms(word))


@lru_cache(maxsize=4096)
def _parts(word: str) -> tuple[str, ...]:
    """The parts of a compound, head last; known words and words without known parts stay whole.

    After an unknown first part the head must be at least 4 letters long or follow a linking s,
    because many words end in the letters of a short one by chance.
    """
    known = lexicon()
    whole = (known.vocabulary, known.phrases, known.silent)
    if len(word) > _LONGEST_WORD or any(_any_form(word, words) for words in whole):
        return (word,)
    for cut in range(3, len(word) - 2):
        before, head = word[:cut], word[cut:]
        stem = next((form for form in forms(head) if form in known.heads), None)
        if stem is None:
            continue
        linked = before.removesuffix("s")
        if _any_form(before, known.phrases) or _any_form(before, known.silent):
            return (before, head)
        if len(stem) >= 4 or linked != before:
            return (*_parts(linked), head)
    return (word,)
