"""`python -m tests.peers` writes docs/peers.md anew."""

from tests.peers.page import PATH, page

if __name__ == "__main__":
    PATH.write_text(page(), encoding="utf-8")
    print(f"wrote {PATH}")  # noqa: T201
