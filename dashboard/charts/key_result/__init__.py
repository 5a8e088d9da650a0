"""The key result's chart: target, pace, forecast, outcomes at the deadline, leading KPIs."""
