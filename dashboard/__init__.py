"""Fremdrift: an analytics dashboard that links OKRs to leading and lagging KPIs."""
