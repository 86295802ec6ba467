"""`python -m tests.peers` writes docs/peers.md anew, and benchmarks/results/laws.json."""

import sys

from benchmarks.rivals import missing

if __name__ == "__main__":
    if missing():
        sys.exit(f'needs {", ".join(missing())}: pip install -e ".[peers]"')
    from tests.peers.page import BROKEN, PATH, broken, page

    PATH.write_text(page(), encoding="utf-8")
    BROKEN.write_text(broken(), encoding="utf-8")
    print(f"wrote {PATH} and {BROKEN}")  # noqa: T201
