"""A kind of submission: one meter, which decides about one key.

What it is compared with is `oracle`; what it is asked are `inputs`; `trial` asks and compares. A law that needs more
than timelines has a file of its own.
"""
