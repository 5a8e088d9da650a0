"""Parts that several reports show: header, scope, wording."""
