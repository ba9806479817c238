"""Settings of all tests."""
from __future__ import annotations

import os

from hypothesis import settings

# A shared machine may stall any example; and what a build finds must not depend on its luck: new examples are for people's own runs.
settings.register_profile("shared", deadline=None)
settings.register_profile("build", deadline=None, derandomize=True)
settings.load_profile("build" if os.environ.get("CI") else "shared")
