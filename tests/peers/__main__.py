"""`python -m tests.peers` writes docs/peers.md anew."""

import sys

from benchmarks.rivals import missing

if __name__ == "__main__":
    if missing():
        sys.exit(f'needs {", ".join(missing())}: pip install -e ".[peers]"')
    from tests.peers.page import PATH, page

    PATH.write_text(page(), encoding="utf-8")
    print(f"wrote {PATH}")  # noqa: T201
