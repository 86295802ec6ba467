import pytest

from tests.web.client.service import running


@pytest.fixture(scope="session")
def server():
    """Run the server of tests/web/client/service.py."""
    with running():
        yield
