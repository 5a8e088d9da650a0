"""How a KPI and an outcome hang together over time: from two series to the evidence for every shift."""
