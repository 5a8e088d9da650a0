"""The key result chart: target, pace, forecast, outcomes at the deadline, leading KPIs."""
