"""Redis servers: found, started, joined to a cluster, and watched while a client uses them.

The tests of the library and the benchmarks use them too.
"""
