"""Were we right? Resolved forecasts, and how they recalibrate the next ones."""
