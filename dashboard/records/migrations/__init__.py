"""The numbered migrations of the records' schema; never changed once released."""
