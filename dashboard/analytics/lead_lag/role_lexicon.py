"""What the words of a KPI's name stand for, in English and Norwegian, as indicator_words.toml lists them."""

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
MODIFIER = 0.35
QUALIFIER = 0.2
DONE = 0.3
"""How much a word counts: as what is measured, before it ("customer" visits), behind a turn (revenue "per visitor"), and
as what was done to it (tenders "submitted")."""

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
    """A kind of thing that KPIs measure: its usual role, how often it is that, and how strongly its words speak."""

    name: str
    role: Role
    certainty: float
    weight: float


@dataclass(frozen=True)
class Match:
    """A word or phrase of a known kind, as the file writes it, and how much it counts where it stands."""

    words: str
    kind: Kind
    place: float

    @property
    def says(self) -> float:
        """How strongly it speaks for its kind's role."""
        return self.kind.weight * self.place


@dataclass(frozen=True)
class Lexicon:
    """The words of the file, folded.

    `phrases` gives the words as written and their kind; `vocabulary` are the words that phrases are made of, `heads` those
    that a Norwegian compound may end in; the others are single words that leave the answer to these.
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
    """The lexicon as it is written.

    Raises:
        ValueError: a phrase stands under two kinds.
    """
    text = files("dashboard.analytics.lead_lag").joinpath("role_lexicon.toml").read_text("utf-8")
    told = tomllib.loads(text)
    kinds: dict[str, Kind] = {}
    phrases: dict[str, tuple[str, Kind]] = {}
    heads: set[str] = set()
    for name, kind in told["kinds"].items():
        kinds[name] = Kind(name, Role(kind["role"]), kind["certainty"], kind["weight"])
        for written, folded in [*_listed(kind["en"]), *_listed(kind["no"])]:
            if phrases.setdefault(folded, (written, kinds[name]))[1] is not kinds[name]:
                raise ValueError(f"{written!r} stands under {phrases[folded][1].name} and {name}")
        heads |= {folded for _, folded in _listed(kind["no"])}
    vocabulary = frozenset(word for folded in phrases for word in folded.split())
    for folded, meaning in list(phrases.items()):
        phrases.setdefault(folded.replace(" ", ""), meaning)
    single = {
        use: frozenset(folded for _, folded in _listed(words))
        for use, words in told["reading"].items()
    }
    return Lexicon(kinds, phrases, vocabulary, frozenset(heads) | single["silent"], **single)


def _listed(words: str) -> Iterator[tuple[str, str]]:
    """Each of the words between commas, as written and folded."""
    for word in words.split(","):
        yield word.strip(), " ".join(folded_words(word))


def folded_words(text: str) -> list[str]:
    """The words of a text without case, accents and signs, and the punctuation that divides it.

    Words written `likeThis` and `like_this` are taken apart.
    """
    apart = re.sub(r"(?<=[a-zæøå])(?=[A-ZÆØÅ][a-zæøå])", " ", text)
    plain = unicodedata.normalize("NFKD", apart.casefold().translate(_LETTERS))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.findall(rf"[a-z0-9]+|[{_PUNCTUATION}]", letters)


def matches(text: str) -> list[Match]:
    """The words and phrases of known kinds in a name, each with how much it counts where it stands.

    A name is read in stretches that turns such as "per" and "of" divide. Of the first stretch that names something, the
    last thing is what is measured; those before it say of what; later stretches say of whom, where or when.
    """
    found: list[Match] = []
    place = HEAD
    for stretch in _stretches(text):
        found += _placed(stretch, place)
        if any(not phrase.is_done for phrase in stretch):
            place = QUALIFIER
    return found


@dataclass(frozen=True)
class _Phrase:
    words: str
    kind: Kind | None
    is_done: bool
    is_deciding: bool


def _placed(stretch: Sequence[_Phrase], place: float) -> Iterator[Match]:
    """The matches of one stretch: what decides, else the last thing that was not merely done to another, counts in full."""
    deciding = [at for at, phrase in enumerate(stretch) if phrase.is_deciding]
    things = [at for at, phrase in enumerate(stretch) if not phrase.is_done]
    head = deciding[-1] if deciding else things[-1] if things else None
    for at, phrase in enumerate(stretch):
        if phrase.kind is not None:
            share = DONE if phrase.is_done else HEAD if at == head else MODIFIER
            yield Match(phrase.words, phrase.kind, place * share)


def _stretches(text: str) -> Iterator[list[_Phrase]]:
    known = lexicon()
    words = [part for word in folded_words(text) for part in _parts(word)]
    stretch: list[_Phrase] = []
    at = 0
    while at < len(words):
        word = words[at]
        length, folded = _longest_phrase(words[at : at + _LONGEST_PHRASE])
        if folded:
            use = (folded in known.done, folded in known.deciding)
            stretch.append(_Phrase(*known.phrases[folded], *use))
        elif word in known.turns or word in _PUNCTUATION:
            yield stretch
            stretch = []
        elif not word.isdigit() and not _any_form(word, known.silent):
            stretch.append(_Phrase(word, None, word in known.done, is_deciding=False))
        at += length
    yield stretch


def _longest_phrase(words: Sequence[str]) -> tuple[int, str]:
    """The longest known phrase at the start of `words`, with its length in words; 1 and nothing where there is none."""
    known = lexicon()
    for length in range(len(words), 0, -1):
        if length == 1 and words[0] in known.silent | known.turns:
            break
        for candidate in product(*(tuple(forms(word)) for word in words[:length])):
            if " ".join(candidate) in known.phrases:
                return length, " ".join(candidate)
    return 1, ""


def forms(word: str) -> Iterator[str]:
    """The word, and what it may be the plural, the definite or the past of, English or Norwegian."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2 + bool(ending):
            yield word[: len(word) - len(ending)]
    if word.endswith("ies"):
        yield word[:-3] + "y"


def _any_form(word: str, among: Iterable[str]) -> bool:
    return any(form in among for form in forms(word))


@lru_cache(maxsize=4096)
def _parts(word: str) -> tuple[str, ...]:
    """The parts of a compound, its head last; a word that is known, or of which no part is, stays whole.

    Where the part before is unknown, the head must be long or follow a linking s: short ones end many words by chance.
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
