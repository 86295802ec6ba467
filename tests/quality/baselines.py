"""Two graders as they are usually written, on the same bank: ours must be better."""

import os
import runpy
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from multiprocessing import get_context

from katas.grader.kata import load_kata
from katas.grader.redis.servers.server import VARIABLE, server_url
from tests.quality.bank import Entry
from tests.quality.examples import EXAMPLES
from tests.quality.naive import NAIVE

BASELINES = {"examples": EXAMPLES, "naive": NAIVE}
PASSED = 77  # a status that no other exit has by chance
PATIENCE = 10.0  # seconds; a submission that hangs is a rejected one


def accepted(baseline: str, entries: list[Entry]) -> dict[str, bool]:
    """Return for each file whether the baseline accepts it."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        passes = pool.map(lambda entry: _passes(BASELINES[baseline][entry.kata], entry), entries)
        return {entry.name: passed for entry, passed in zip(entries, passes, strict=True)}


def _passes(test: Callable[[type], None], entry: Entry) -> bool:
    """Run the test in another process, which a submission may crash."""
    with server_url() if entry.kata.startswith("redis") else nullcontext("") as url:
        process = get_context("fork").Process(target=_run, args=(test, entry, url), daemon=True)
        process.start()
        process.join(PATIENCE)
        if process.is_alive():
            process.kill()
            process.join()
        return process.exitcode == PASSED


def _run(test: Callable[[type], None], entry: Entry, url: str) -> None:
    os.environ[VARIABLE] = url
    with open(os.devnull, "w") as devnull:  # noqa: PTH123  no path of ours
        os.dup2(devnull.fileno(), 2)  # nobody reads what it raises
    test(runpy.run_path(str(entry.path))[load_kata(entry.kata).class_name])
    os._exit(PASSED)  # whatever threads it has left behind
