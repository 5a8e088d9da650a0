"""What can a person do? Apply files, check in, review a verdict, record a decision, export, go back to a snapshot."""
