"""What every test in the house has at hand. Its parts are in tests/: network, databases, browser."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.network", "tests.databases", "tests.browser"]

# No deadline: a slow moment of the machine is not a fault of a rule. In CI the same cases every time: a red run can be
# seen again; at home new ones, so that rules meet cases nobody thought of. A found case prints how to repeat it.
settings.register_profile(
    "holdfast",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("holdfast")
