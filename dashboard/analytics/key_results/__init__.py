"""Will a key result reach its target? Attainment, pace, projection and status."""
