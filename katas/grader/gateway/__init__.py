"""A kind of submission: a gateway's plugin, which looks up the policies that a request falls under.

A scenario (`scenario`) is a policy file, the requests that come, and the reloads in between. A plain model says what is
right (`model`): it searches all policies, one by one. The limiter is the grader's (`limiter`), and so is its clock.
"""
