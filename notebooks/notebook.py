"""Reading, executing and writing a notebook, and comparing it with the committed one."""

from base64 import b64decode
from copy import deepcopy
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import nbformat
from nbclient import NotebookClient
from traitlets.config import Config

from notebooks.image_comparison import looks_same

HERE = Path(__file__).parent
NOTEBOOKS = sorted(HERE.glob("*.ipynb"))
PNG = "image/png"

Notebook: TypeAlias = Any
"""nbformat's nodes are dictionaries whose keys are attributes too."""


def read(path: Path) -> Notebook:
    """Read a notebook from its file."""
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def write(notebook: Notebook, path: Path) -> None:
    """Write a notebook to its file."""
    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]


def execute(notebook: Notebook) -> Notebook:
    """Run all cells in their own process, and return the notebook with its outputs; an error in a cell raises."""
    fresh = deepcopy(notebook)
    where = {"metadata": {"path": str(HERE.parent)}}
    with TemporaryDirectory() as folder:
        # On TCP a kernel warns that others can listen; beside other kernels' files it may read their messages.
        apart = Config(KernelManager={"transport": "ipc", "ip": f"{folder}/kernel"})
        client = NotebookClient(fresh, record_timing=False, resources=where, config=apart)
        client.timeout = client.startup_timeout = 600  # a busy machine takes its time
        client.execute()
    fresh.metadata = {  # nothing about this machine
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return nbformat.from_dict(fresh)  # type: ignore[no-untyped-call]


def pictures(cell: Notebook) -> list[bytes]:
    """Return a cell's pictures, as PNG."""
    return [b64decode(output.data[PNG]) for output in cell.get("outputs", ()) if PNG in output.get("data", ())]


def changes(committed: Notebook, fresh: Notebook) -> list[str]:
    """Return which cells differ from the committed ones: other words, or a picture that looks different."""
    found = []
    for before, after in zip_longest(committed.cells, fresh.cells):
        if before is None or after is None or before.source != after.source:
            found.append("the cells are not the same")
        elif _words(before) != _words(after):
            found.append(f"{after.id}: other words\n{_words(before)}\n{_words(after)}")
        elif not _same_pictures(before, after):
            found.append(f"{after.id}: a picture changed")
    return found


def settled(committed: Notebook, fresh: Notebook) -> Notebook:
    """Keep committed outputs that show the same, so that another machine's rounding of colours changes no file."""
    result = deepcopy(fresh)
    if len(committed.cells) == len(fresh.cells):
        for before, after in zip(committed.cells, result.cells, strict=True):
            same = before.source == after.source and _words(before) == _words(after)
            if same and _same_pictures(before, after) and "outputs" in after:
                after.outputs = deepcopy(before.outputs)
    return result


def _same_pictures(before: Notebook, after: Notebook) -> bool:
    return all(looks_same(one, other) for one, other in zip(pictures(before), pictures(after), strict=True))


def _words(cell: Notebook) -> list[Any]:
    """Return a cell's outputs, with its pictures empty: only their number counts."""
    outputs: list[Any] = deepcopy(cell.get("outputs", []))
    for output in outputs:
        if PNG in output.get("data", {}):
            output.data[PNG] = ""
    return outputs
