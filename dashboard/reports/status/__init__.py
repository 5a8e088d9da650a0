"""The answer of `fremdrift status`, and its JSON Schema."""
