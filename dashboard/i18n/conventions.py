"""How a language writes numbers, dates and weeks: from its texts in `format.ftl`, else from CLDR through Babel."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.numbers import format_compact_decimal, get_group_symbol

from dashboard import i18n
from dashboard.i18n import DEFAULT_LOCALE, Translator

MILLION, BILLION = 10**6, 10**9

MACROLANGUAGES = {"no": "nb", "nn": "nb"}
"""Languages that are read by the readers of another one: Norwegian is Bokmål here, and Nynorsk
readers read it."""


@dataclass(frozen=True)
class Conventions:
    """The conventions of one language.

    `babel` is its locale in CLDR; `group` its mark between thousands. `scales` are the factors
    that are written with a word, the largest first. `texts` writes `format-points`, `format-week`
    and the date patterns.
    """

    babel: Locale
    group: str
    scales: tuple[tuple[int, str], ...]
    texts: Translator


def conventions(locale: str) -> Conventions:
    """The conventions of a locale such as "nb-NO", of its language, or of English where there are no texts of either."""
    return _conventions(_language(locale), i18n.TEXTS)


def scale_words() -> frozenset[str]:
    """The words for thousands, millions and billions in all languages, in lower case: units may hold one of them."""
    return _scale_words(i18n.TEXTS)


@cache
def _conventions(language: str, folder: Path) -> Conventions:  # noqa: ARG001  # part of the cache's key
    texts = i18n.translator(language)
    name = texts("format-locale") if texts.has_own("format-locale") else texts.locale
    babel = _babel(name)
    words = ((BILLION, "format-billion"), (MILLION, "format-million"))
    named = [
        (scale, texts(key) if texts.has_own(key) else _compact_word(scale, babel))
        for scale, key in words
    ]
    scales = tuple((scale, word) for scale, word in named if word)
    return Conventions(babel, str(get_group_symbol(babel)), scales, texts)


@cache
def _scale_words(folder: Path) -> frozenset[str]:
    languages = {path.parent.name for path in folder.glob("*/*.ftl")}
    texts = (i18n.translator(language) for language in sorted(languages))
    own = (each("format-scale-words") for each in texts if each.has_own("format-scale-words"))
    return frozenset(word.casefold() for line in own for word in line.split())


def _language(locale: str) -> str:
    language = locale.replace("-", "_").split("_")[0].lower()
    language = MACROLANGUAGES.get(language, language)
    has_texts = language and any((i18n.TEXTS / language).glob("*.ftl"))
    return language if has_texts else DEFAULT_LOCALE


def _babel(name: str) -> Locale:
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(DEFAULT_LOCALE)


def _compact_word(scale: int, babel: Locale) -> str:
    """CLDR's short word for the factor; empty where the language counts it otherwise (Spanish: 1000 M)."""
    match = re.fullmatch(r"1\s*(\D+)", str(format_compact_decimal(scale, locale=babel)))
    return match[1].strip() if match else ""
