"""`python -m benchmarks.gateway [SECONDS]`: a load on Envoy, two services and one Valkey, and who got what."""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.gateway.envoy import NoEnvoy
from benchmarks.gateway.load import Load
from benchmarks.gateway.stage import stage
from benchmarks.scaling.servers import server

POLICY = Path(__file__).with_name("policy.yaml")
LIMITS = {"ann": 100, "ben": 100, "gold": 500, "staff": None}
"""By key, as the policies have them."""


async def main(seconds: float) -> bool:
    """Print who got what, and return whether exactly the limits passed."""
    with TemporaryDirectory() as folder, server() as valkey:  # one of its own, as counters must be fresh
        print("Starting Envoy, two services on one Valkey, and an upstream ...", flush=True)
        async with stage(Path(folder), POLICY, valkey.connection_url) as running:
            load = Load(running.envoy.port, LIMITS)
            print(f"Four clients for each key ask without a pause, for {seconds:g} seconds ...\n", flush=True)
            async with load.running():
                await asyncio.sleep(seconds)
            told = running.envoy.counted()
            decided = [len(lines) for lines in running.decisions()]
    is_exact = True
    print(f"{'key':8}{'limit':>10}{'asked':>8}{'passed':>8}{'refused':>9}{'upstream got':>14}")
    for key, limit in LIMITS.items():
        got = load.got[key]
        wanted = got.asked if limit is None else min(limit, got.asked)
        passed = got.passed + got.passed_uncounted  # those of the unlimited are told no limit
        is_right = passed == wanted == running.upstream.got[key]
        is_exact &= is_right
        words = "unlimited" if limit is None else f"{limit}/day"
        line = f"{key:8}{words:>10}{got.asked:>8}{passed:>8}{got.refused:>9}{running.upstream.got[key]:>14}"
        print(line if is_right else f"{line}   must be {wanted}")
    print(f"\n{load.asked} requests, {load.asked / seconds:.0f} a second.")
    print(f"Decided by each service: {', '.join(map(str, decided))}; not answered by any: {told['error']}.")
    return is_exact and sum(decided) == load.asked


if __name__ == "__main__":
    try:
        sys.exit(not asyncio.run(main(float(sys.argv[1]) if sys.argv[1:] else 5)))
    except NoEnvoy as error:
        sys.exit(str(error))
    except ModuleNotFoundError as error:
        sys.exit(f"{error}: pip install -e '.[dev]'")
