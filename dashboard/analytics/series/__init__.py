"""What is known of a KPI? Its periods, bounds, steps, freshness and usual range."""
