"""Pure functions from data and labels to Plotly figures or inline SVG, with alternative texts."""
