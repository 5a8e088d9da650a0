"""How costly tasks run: a worker pool, and a cache of results keyed by a hash of their inputs."""
