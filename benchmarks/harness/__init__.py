"""What every question of `pytest benchmarks` needs: turns, figures, tables and pages."""
