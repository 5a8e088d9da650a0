"""The key result page: will it reach its target, why, and which leading KPIs point where?"""
