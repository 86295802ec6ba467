"""`python -m benchmarks.scaling` makes all figures of docs/scaling.md; name questions to make only theirs."""

import logging
import sys

from benchmarks.scaling.page import MEASURED, PAGE, SIMULATED, store, tables, write

if __name__ == "__main__":
    logging.disable()  # of servers that are away on purpose
    names = sys.argv[1:] or [*SIMULATED, *MEASURED]
    unknown = [name for name in names if name not in (*SIMULATED, *MEASURED)]
    if unknown:
        sys.exit(f"no such question: {', '.join(unknown)}; there are {', '.join((*SIMULATED, *MEASURED))}")
    for name in names:
        if name in MEASURED:
            store(name)
        write(name)
        print("\n\n".join(tables(name).values()), end="\n\n")
    print(f"wrote {PAGE}")
