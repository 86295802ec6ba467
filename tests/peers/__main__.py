"""`python -m tests.peers` writes docs/peers.md and benchmarks/results/laws.json."""

import sys

from benchmarks.peers import missing

if __name__ == "__main__":
    if missing():
        sys.exit(f'needs {", ".join(missing())}: pip install -e ".[peers]"')
    from tests.peers.page import LAWS_PATH, PAGE_PATH, broken_laws, page

    PAGE_PATH.write_text(page(), encoding="utf-8")
    LAWS_PATH.write_text(broken_laws(), encoding="utf-8")
    print(f"wrote {PAGE_PATH} and {LAWS_PATH}")  # noqa: T201
