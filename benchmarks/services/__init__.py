"""The same service in four frameworks: bare, limited by this library, and by a package that is made for the framework.

Each program is as its package's documentation would have it. It answers "hello", and allows a client 1,000,000 requests
an hour, in the memory of one process; the answer tells what is left, where the package can.
"""
