"""Settings about signing in refuse a bad value and say how to mend it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from holdfast.config.configuration import Configuration
from holdfast.foundation.organisation.roles import GUARDED_ROLES, ROLES


def configuration(**values: Any) -> Configuration:
    """What these settings mean, whatever the environment of this process says."""
    return Configuration(_env_file=None, **({"mode": "production", "data": "nowhere"} | values))  # type: ignore[call-arg]


def test_it_guards_the_roles_that_see_most_in_production() -> None:
    assert configuration().roles_with_second_factor == list(GUARDED_ROLES)
    assert set(GUARDED_ROLES) <= set(ROLES)


@pytest.mark.parametrize("mode", ["demo", "development", "test"])
def test_it_guards_none_elsewhere(mode: str) -> None:
    assert configuration(mode=mode).roles_with_second_factor == []


def test_it_guards_what_a_trust_asks_for() -> None:
    assert configuration(second_factor_roles=["auditor"]).roles_with_second_factor == ["auditor"]
    assert configuration(second_factor_roles=[]).roles_with_second_factor == []
    assert configuration(mode="development", second_factor_roles=["lsms"]).roles_with_second_factor == ["lsms"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"second_factor_roles": ["lsms", "boss"]}, "no role is called boss; the roles are administrator"),
        ({"oidc_server": "http://sso.example.nhs.uk", "oidc_client": "x"}, "must begin with https://"),
        ({"oidc_server": "sso.example.nhs.uk", "oidc_client": "x"}, "must begin with https://"),
        ({"oidc_server": "https://sso.example.nhs.uk"}, "needs both HOLDFAST_OIDC_SERVER and HOLDFAST_OIDC_CLIENT"),
        ({"session_hours": 0}, "greater than or equal to 1"),
        ({"longest_session_hours": 1000}, "less than or equal to 168"),
    ],
)
def test_it_refuses_a_bad_value(values: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        configuration(**values)


def test_it_takes_a_provider_on_this_machine_without_https() -> None:
    assert configuration(oidc_server="http://localhost:9000", oidc_client="x").oidc_client == "x"
