import pytest

from tests.web.client.service import running


@pytest.fixture(scope="module")  # not longer: a test elsewhere may set this process's clocks wrong, and it would stand
def server():
    """Run the server of tests/web/client/service.py."""
    with running():
        yield
