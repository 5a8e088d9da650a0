"""The content of each page, gathered from the state; presentation is left to `ui` and `charts`."""
