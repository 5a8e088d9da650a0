"""The words of the field, each with one meaning: standard library and pydantic only."""
