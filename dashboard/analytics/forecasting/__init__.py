"""How a series goes on: from a history to the distribution of every period ahead."""
