"""The files that people keep: OKRs, sources and past check-ins, read with line numbers and written back."""
