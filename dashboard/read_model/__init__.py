"""What does everybody look at? The state of a workspace: one snapshot, with later changes applied."""
