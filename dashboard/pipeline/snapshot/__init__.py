"""What goes into a snapshot: the inputs gathered, the tables computed."""
