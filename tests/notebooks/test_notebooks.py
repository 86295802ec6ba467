"""The committed notebooks show what running them shows, and a picture that changed is noticed."""

import re
from copy import deepcopy
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image

from notebooks.image_comparison import TOLERANCE, difference, looks_same
from notebooks.notebook import NOTEBOOKS, changes, execute, pictures, read, settled
from notebooks.page_pictures import PAGE_PICTURES, ROOT
from pictures import Call, arrivals, compare, merge, record, record_all, timeline
from pictures.parts.call_columns import Calls
from pictures.parts.mark_layout import stack
from pictures.traffic import END, QUOTA, burst, retry_storm
from ratelimit import FixedWindow, LeakyBucket, Quota, TokenBucket

pytestmark = pytest.mark.slow


def drawn(arrivals, algorithm=TokenBucket, quota=QUOTA):
    return timeline(record("a limiter", algorithm(quota), arrivals, (0, END))).png


BURST = burst(None)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_running_a_notebook_shows_what_is_committed(path):
    committed = read(path)
    assert changes(committed, execute(committed)) == [], "if the change is meant: make notebooks"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_was_run_from_top_to_bottom_and_says_nothing_about_the_machine(path):
    committed = read(path)
    code = [cell for cell in committed.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert all(not cell.metadata for cell in committed.cells)
    assert set(committed.metadata) == {"kernelspec", "language_info"}
    assert not any(
        output.output_type == "stream" and output.name == "stderr" for cell in code for output in cell.outputs
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_picture_is_followed_by_what_to_look_at_and_the_notebook_by_questions(path):
    cells = read(path).cells
    prose = " ".join(cell.source for cell in cells if cell.cell_type == "markdown")
    for word in ("**Look at**", "**Conclude.**", "**In an interview:**"):
        assert word in prose
    links = re.findall(r"\]\(([^):#]+)(?:#[^)]*)?\)", prose)
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_index_names_every_notebook():
    index = (NOTEBOOKS[0].parent / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\]\((\w+\.ipynb)\)", index) == [path.name for path in NOTEBOOKS]


@pytest.mark.parametrize("page", PAGE_PICTURES, ids=lambda path: str(path.relative_to(ROOT).with_suffix("")))
def test_a_committed_picture_looks_like_one_that_is_drawn_now(page):
    assert looks_same(page.read_bytes(), PAGE_PICTURES[page]()), "run: make notebooks"


@pytest.mark.parametrize(
    "page", [page for page in PAGE_PICTURES if page.name == "picture.png"], ids=lambda path: path.parent.name
)
def test_a_kata_shows_its_picture_and_describes_it(page):
    text = page.with_name("README.md").read_text(encoding="utf-8")
    alt = re.search(r"!\[([^\]]+)\]\(picture\.png\)", text)[1]
    assert len(alt) > 80


def test_limiters_that_did_the_same_share_a_row():
    traces = record_all(QUOTA, burst, END)
    names = ["fixed window", "sliding log", "sliding counter", "token bucket, GCRA", "leaky bucket"]
    assert [trace.name for trace in merge(traces)] == names


def test_what_arrives_is_without_retries():
    assert (arrivals(retry_storm, END).granted, arrivals(burst, END).granted) == (25, len(BURST))


def test_a_stack_is_upright_and_no_disc_hides_another():
    steps = record("a limiter", TokenBucket(QUOTA), BURST, (0, END)).steps
    marks = stack(steps, 45).grants
    times = sorted({mark.now for mark in marks})
    assert len(set(marks)) == len(marks) == sum(not step.wait for step in steps)
    assert min(later - now for now, later in pairwise(times)) >= 45


def test_what_leaves_after_the_picture_has_its_bar_cut_off_at_the_edge():
    picture = timeline(record("a limiter", LeakyBucket(QUOTA), [(200, 1)] * 10, (0, 650)))
    image = Image.open(BytesIO(picture.png)).convert("RGB")
    margin = image.crop((image.width - 40, 0, image.width, image.height))
    assert len(margin.getcolors()) == 1


def test_two_answers_with_the_same_mark_are_told_apart_by_their_words():
    assert Calls([Call(7, "take()", "wait 1", "wait 2")], 1).same_mark
    assert not Calls([Call(7, "take()", "granted", "wait 2")], 1).same_mark
    assert not Calls([Call(7, "level()", "3 left", "2 left")], 4).same_mark


def test_an_error_in_a_notebook_is_not_overlooked():
    broken = deepcopy(read(NOTEBOOKS[0]))
    broken.cells = broken.cells[:2]
    broken.cells[1].source = "1 / 0"
    with pytest.raises(Exception, match="ZeroDivisionError"):
        execute(broken)


def test_the_same_trace_is_drawn_in_the_same_bytes():
    assert drawn(BURST) == drawn(BURST)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param((BURST[:-1],), id="one grant fewer"),
        pytest.param((BURST[:29] + BURST[30:],), id="one refusal fewer"),
        pytest.param(([*BURST[:-1], (BURST[-1][0] - 50, 1)],), id="one grant earlier by a disc"),
        pytest.param((BURST, FixedWindow), id="another algorithm"),
        pytest.param((BURST, LeakyBucket), id="delays"),
        pytest.param((BURST, TokenBucket, Quota(10, 1000, burst=9)), id="one unit less is left"),
    ],
)
def test_a_picture_that_changed_is_noticed(other):
    assert not looks_same(drawn(BURST), drawn(*other))


def test_a_stale_picture_or_word_is_reported_and_replaced():
    fresh = read(NOTEBOOKS[0])
    cell = next(cell for cell in fresh.cells if pictures(cell))
    committed = deepcopy(fresh)
    stale = next(each for each in committed.cells if each.id == cell.id)
    stale.outputs[0].data["image/png"] = next(
        each.outputs[0].data["image/png"] for each in fresh.cells if pictures(each) and each.id != cell.id
    )
    assert changes(committed, fresh) == [f"{cell.id}: a picture changed"]
    assert changes(settled(committed, fresh), fresh) == []
    stale.outputs[0].data["text/plain"] = "something else"
    assert changes(committed, fresh)[0].startswith(f"{cell.id}: other words")


def test_the_first_answer_that_differs_is_marked():
    expected, yours = record_all(QUOTA, burst, END, "token bucket", "fixed window")
    assert compare(expected, yours, "").words.endswith("first difference at 0.95 s: granted, wait 0.05 s")
    assert difference(compare(expected, expected, "").png, compare(expected, yours, "").png) > TOLERANCE
    assert "difference" not in compare(expected, expected, "").words
