"""One key result: will it reach its target, why, and what is on its way?"""
