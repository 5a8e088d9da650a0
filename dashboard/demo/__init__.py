"""The demo company: a workspace that looks right on any day of any quarter."""
