"""Another process, as on another machine: makes takes of some keys, and prints the answers as JSON."""

import json
import runpy
import sys
from pathlib import Path

import redis

from ratelimit import Quota


def main() -> None:
    """Do what the order says."""
    order = json.loads(sys.argv[1])
    sys.path.append(str(Path(order["path"]).parent))
    new = runpy.run_path(order["path"])[order["name"]]
    limiter = new(redis.Redis.from_url(order["url"]), Quota(*order["quota"]), order["prefix"])
    answers = [limiter.take(key, 1, order["now"]) for key in order["keys"]]
    sys.stderr.write(f"\n{json.dumps(answers)}\n")


if __name__ == "__main__":
    main()
