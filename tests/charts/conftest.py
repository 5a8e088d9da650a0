from __future__ import annotations

import pytest

from dashboard.i18n import Translator, translator


@pytest.fixture
def t() -> Translator:
    return translator("en")


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    return request.param
