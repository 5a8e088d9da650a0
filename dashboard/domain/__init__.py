"""The terms of the field, each with one meaning: standard library and pydantic only."""
