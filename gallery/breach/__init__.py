"""Breaches of privacy: opened, contained, assessed, told of, closed (M-06, M-07)."""
