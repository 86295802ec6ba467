"""What was measured on servers of this machine; the figures are kept in `benchmarks/results/scaling.json`."""
