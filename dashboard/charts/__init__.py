"""Finished data plus labels make a Plotly figure or inline SVG text: pure, in both themes, each with its sentence."""
