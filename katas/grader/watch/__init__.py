"""What `--watch` does: it grades at each save, and takes keys."""
