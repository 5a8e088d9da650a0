"""What all pictures share: theme, scales, figures, SVG, marks and label placement."""
