"""From what people keep and sources deliver to what pages show: apply, sync, publish."""
