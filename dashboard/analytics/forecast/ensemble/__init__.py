"""An ensemble of exponential-smoothing models, weighted by their past errors."""
