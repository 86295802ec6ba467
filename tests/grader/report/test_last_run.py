"""`--hint`, `--why` and `--plot` need no second grading, and never show the report of something else."""

from pathlib import Path

import pytest

from tests.grading import ROOT, grade

BANK = ROOT / "tests" / "bank" / "token_bucket" / "wrong"


class Submission:
    """A wrong bucket that leaves a mark elsewhere each time it is imported."""

    def __init__(self, folder: Path) -> None:
        self.path, self._marks = folder / "mine" / "token_bucket.py", folder / "marks"
        self.cache = folder / "cache"  # of its own, as other tests grade the same kata meanwhile
        self.path.parent.mkdir()
        self.save((BANK / "drops_fractions_at_grants.py").read_text())

    def save(self, text):
        self.path.write_text(f"open({str(self._marks)!r}, 'a').write('x')\n{text}")

    def graded(self, *options):
        """Return the card, and whether the file was run for it."""
        before = self._marks.read_text() if self._marks.exists() else ""
        shown = grade("token_bucket", "--solution", str(self.path), *options, "-o", f"cache_dir={self.cache}")
        return shown, self._marks.read_text() != before


@pytest.fixture
def submission(tmp_path):
    return Submission(tmp_path)


def test_a_hint_comes_from_the_last_run_and_its_card_says_the_same(submission):
    first, _ = submission.graded()
    hint, again = submission.graded("--hint")
    assert not again
    assert hint.status == first.status == 1
    # The seconds too: those of the grading.
    assert hint.text.partition("\nHint 1")[0] == first.text.partition("\nHint 1")[0]
    why, again = submission.graded("--why")
    assert not again
    assert "\nWhy, " in why.text


@pytest.mark.slow
def test_a_picture_needs_no_second_verdict(submission, tmp_path):
    first, _ = submission.graded()
    plotted, _ = submission.graded("--plot", str(tmp_path / "out.png"))
    assert plotted.text.splitlines()[:5] == first.text.splitlines()[:5]
    assert (tmp_path / "out.png").exists()


@pytest.mark.slow
def test_a_changed_file_is_graded(submission):
    submission.graded()
    submission.save((BANK / "wait_rounded_down.py").read_text())
    hint, again = submission.graded("--hint")
    assert again
    assert "✗ 7 exact" in hint.text


@pytest.mark.slow
def test_so_is_one_whose_neighbour_has_changed(submission):
    neighbour = submission.path.with_name("neighbour.py")
    neighbour.write_text("ONE = 1")
    package = submission.path.parent / "package"
    package.mkdir()
    (package / "code.py").write_text("")
    submission.save("import neighbour, package.code\n" + (BANK / "wait_rounded_down.py").read_text())
    submission.graded()
    assert not submission.graded("--hint")[1]
    neighbour.write_text("ONE = 2")
    assert submission.graded("--hint")[1]
    (package / "code.py").write_text("ONE = 3")
    assert submission.graded("--hint")[1]
    assert not submission.graded("--hint")[1]


@pytest.mark.slow
@pytest.mark.parametrize(
    "options", [("--all", "--hint"), ("--hint", "--seed", "3"), ("-s", "--hint"), ("--replay", "1/8: take(0)"), ()]
)
def test_other_options_grade_anew(submission, options):
    submission.graded()
    assert submission.graded(*options)[1]


@pytest.mark.slow
def test_draws_afresh_are_never_kept(submission):
    submission.graded("--seed", "3")
    assert submission.graded("--hint", "--seed", "3")[1]
    assert submission.graded("--hint")[1]
