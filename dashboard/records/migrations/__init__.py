"""The numbered steps from one schema of the records to the next; never changed once released."""
