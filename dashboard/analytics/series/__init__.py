"""What do we know of a KPI? Its periods, bounds, steps, freshness and usual range."""
