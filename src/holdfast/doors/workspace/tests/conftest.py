from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import BACKEND, TrustCast, make_trust

SignIn = Callable[[str], Client]


@pytest.fixture
def trust(db: None) -> TrustCast:
    """A trust in which every role is held by someone named after it."""
    return make_trust("ZA1")


@pytest.fixture
def other_trust(db: None) -> TrustCast:
    """Another trust."""
    return make_trust("ZB2")


@pytest.fixture
def as_role(trust: TrustCast, client: Client) -> SignIn:
    """Signs whoever holds a role in the trust in: `as_role("lsms").get("/")`."""

    def sign_in(role: str) -> Client:
        client.force_login(trust.user(role), backend=BACKEND)
        return client

    return sign_in
