"""What people get from a package index: the wheel alone, the sdist with the katas, and a page whose links work."""

import subprocess
import sys
import tarfile
from importlib.metadata import PathDistribution
from pathlib import Path
from zipfile import Path as PathInZip
from zipfile import ZipFile

import pytest

from tests.course.markdown import links

ROOT = Path(__file__).parents[2]
SMOKE = """
from ratelimit import MemoryLimiter, Quota, TokenBucket
limiter = MemoryLimiter(TokenBucket, Quota.parse("100/minute burst 20"))
assert [limiter.allow("client 42") for _ in range(21)] == [True] * 20 + [False]
assert 0 < limiter.hit("client 42").retry_seconds <= 0.6
"""

pytestmark = pytest.mark.slow


def run(*command, cwd=None):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT))
    return folder


@pytest.fixture
def python(tmp_path):
    """A Python with nothing but pip."""
    run(sys.executable, "-m", "venv", str(tmp_path / "clean"))
    return next((tmp_path / "clean").glob("*/python"))


def test_the_wheel_works_where_nothing_else_is_installed(built, python, tmp_path):
    wheel = next(built.glob("*.whl"))
    run(python, "-m", "pip", "install", "--no-index", wheel)
    run(python, "-c", SMOKE, cwd=tmp_path)


def test_the_wheel_holds_the_library_alone(built):
    names = ZipFile(next(built.glob("*.whl"))).namelist()
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"ratelimit", "ratelimit_katas"}
    assert "ratelimit/py.typed" in names
    lua = {str(path.relative_to(ROOT)) for path in ROOT.glob("ratelimit/**/*.lua")}
    assert {name for name in names if name.endswith(".lua")} == lua


def test_links_and_pictures_on_its_page_lead_to_the_repository(built):
    wheel = PathInZip(ZipFile(next(built.glob("*.whl"))))
    info = next(path for path in wheel.iterdir() if path.name.endswith(".dist-info"))
    metadata = PathDistribution(info).metadata
    text = metadata.get_payload()
    found = list(links(text))
    assert len(found) > 20
    assert [link for link in found if not link.startswith(("https://", "#"))] == []
    source = dict(url.split(", ") for url in metadata.get_all("Project-URL"))["Source"]
    for link in found:
        if link.startswith(source):
            path = link.removeprefix(source).split("/", 3)[3]
            assert (ROOT / path).exists(), link


def test_who_has_only_pip_gets_the_katas_in_the_sdist(built, tmp_path):
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        archive.extractall(tmp_path, filter="data")
    project = next(tmp_path.glob("ratelimit_katas-*"))
    solution = "solutions/token_bucket.py"
    shown = run(sys.executable, "-m", "pytest", "katas/token_bucket", "--solution", solution, cwd=project)
    assert "100/100" in shown


def test_who_wants_the_other_package_of_this_name_is_told(built, python, tmp_path):
    run(python, "-m", "pip", "install", "--no-index", next(built.glob("*.whl")))
    program = "import ratelimit\ntry: from ratelimit import limits\nexcept ImportError as error: print(error)"
    assert "pip uninstall ratelimit" in run(python, "-c", program, cwd=tmp_path)
    assert run(python, "-c", "import ratelimit; print(hasattr(ratelimit, 'nothing'))", cwd=tmp_path) == "False\n"
