"""The chance strip: every key result's chance on one scale."""
