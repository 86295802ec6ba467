"""Where one Redis is not enough: the figures of docs/scaling.md, one module a question.

`python -m benchmarks.scaling` makes all of them and writes them into the page; `python -m benchmarks.scaling outage`
makes those of one module. Figures in `simulated` are the same on every machine. Those in `measured` are kept in
results/scaling.json, with the machine and the day.
"""
