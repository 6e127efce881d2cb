"""What the tests of the doors may ask for: the identity provider, and a portal that knows it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.doors.provider.running import Provider, running

PORTAL = "http://127.0.0.1:8000"


@pytest.fixture(scope="session")
def provider_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with running(tmp_path_factory.mktemp("provider"), f"{PORTAL}/login/back") as provider:
        yield provider


@pytest.fixture
def provider(provider_process: Provider) -> Provider:
    """A real provider, which says of everybody what the cast says at first."""
    provider_process.says_as_at_first()
    return provider_process
