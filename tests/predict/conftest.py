"""Examples in a file, judged."""

import pytest

from katas.predict.__main__ import main
from tests.review.screens import Typed


@pytest.fixture
def judged(tmp_path):
    def judge(text, kata="token_bucket"):
        path = tmp_path / "examples.txt"
        path.write_text(text)
        person = Typed()
        status = main([kata, "--examples", str(path)], person.screen)
        return status, " ".join(person.shown.split())

    return judge
