"""The files that people edit: OKRs, sources and check-ins, read with line numbers and written."""
