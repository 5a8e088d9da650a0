"""The likelihood of every lag between two series, and what has to be removed from them first."""
