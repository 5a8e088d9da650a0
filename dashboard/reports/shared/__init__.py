"""Parts shared by several reports: header, scope, wording."""
