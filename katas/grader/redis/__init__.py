"""A kind of submission: a token bucket whose state is on a Redis server.

As for a meter, but asked over a connection that is watched and cut. A file for each law: commands, keys, expiry,
scripts, races, the clock. The servers have a room of their own, `servers`.
"""
