"""What the numbers mean: pure functions, numbers and frames in, numbers and frames out."""
