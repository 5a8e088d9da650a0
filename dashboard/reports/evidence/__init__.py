"""Which KPIs move first, and what the evidence is."""
