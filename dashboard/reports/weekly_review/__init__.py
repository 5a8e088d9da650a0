"""The weekly review: will we make our objectives, what changed, and where must we act?"""
