from __future__ import annotations

from hypothesis import settings

# A law is not broken by a busy machine: how long an example takes is no matter of the tests.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
