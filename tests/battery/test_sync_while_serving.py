"""A sync and an open dashboard never stand in each other's way."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.servers import CHROMIUM, CHROMIUM_ARGUMENTS, NO_CHROMIUM, serving
from tests.worlds import csv_until, write_world

pytestmark = [
    pytest.mark.battery,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
]

SECONDS = float(os.environ.get("FREMDRIFT_SOAK_SECONDS", "120"))


def test_syncs_while_a_browser_reloads_every_second(tmp_path: Path):
    root = write_world(tmp_path / "world")
    fremdrift = [sys.executable, "-m", "dashboard.cli"]
    for verb in ("apply", "sync"):
        subprocess.run(
            [*fremdrift, verb, "--workspace", str(root)], check=True, capture_output=True
        )
    log = tmp_path / "server.log"
    syncs, reloads, failures = 0, 0, []
    with serving(root, log) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        page = browser.new_page()
        page.goto(address)
        page.locator("h1").first.wait_for(timeout=60_000)
        end, running = time.monotonic() + SECONDS, None
        while time.monotonic() < end:
            if running is None or running.poll() is not None:
                if running is not None and running.returncode != 0:
                    failures.append(f"sync ended with {running.returncode}")
                day = dt.date(2026, 10, 18) - dt.timedelta(weeks=syncs % 3)
                (root / "shop.csv").write_text(csv_until(day), "utf-8")
                running = subprocess.Popen(
                    [*fremdrift, "sync", "--workspace", str(root)],
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
                syncs += 1
            page.reload()
            page.locator("h1").first.wait_for(timeout=60_000)
            text = page.inner_text("body")
            if "went wrong" in text or page.locator("[data-testid=stException]").count():
                failures.append(text[:300])
            reloads += 1
            time.sleep(1)
        if running is not None:
            running.wait()
        browser.close()
    print(f"\n{syncs} syncs, {reloads} reloads")
    assert not failures
    assert "Traceback" not in log.read_text("utf-8")
    assert syncs >= 3
    assert reloads >= SECONDS / 10
