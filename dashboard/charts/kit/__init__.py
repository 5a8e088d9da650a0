"""Shared by all charts: theme, scales, figures, SVG, marks and label placement."""
