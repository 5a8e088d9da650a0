"""Waiting for what a test asks about: a page counts as idle when its script has ended and nothing on it changes."""

from __future__ import annotations

from typing import Any

PATIENCE = 60_000.0
"""Milliseconds: longer than a page takes while both cores are busy with something else."""

_IS_IDLE = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    const waits = '[data-testid=stSkeleton], [data-testid=stAppSkeleton], [data-testid=stSpinner], [data-stale=true]';
    const isVisible = one => one.checkVisibility();
    const isDrawn = one => one.querySelector('.js-plotly-plot .main-svg');
    const charts = [...document.querySelectorAll('[data-testid=stPlotlyChart]')].filter(isVisible);
    const isReady = app !== null
        && app.dataset.testScriptState === 'notRunning'
        && app.dataset.testConnectionState === 'CONNECTED'
        && document.fonts.status === 'loaded'
        && [...document.querySelectorAll('h1')].some(isVisible)
        && ![...document.querySelectorAll(waits)].some(isVisible)
        && charts.every(isDrawn);
    if (!isReady) { window.fdSeen = undefined; return false; }
    const main = document.querySelector('.stMain');
    const seen = [innerWidth, innerHeight, main.scrollWidth, main.scrollHeight, main.innerHTML].join();
    window.fdTimes = seen === window.fdSeen ? window.fdTimes + 1 : 0;
    window.fdSeen = seen;
    return window.fdTimes >= 4;
}"""
"""True from the fifth look, a tenth of a second apart, at which a ready page is the same."""


def wait_until_idle(page: Any) -> None:
    """Returns when the page is connected, its script has ended, its charts are drawn and nothing moves any more."""
    page.wait_for_function(_IS_IDLE, polling=100, timeout=PATIENCE)
