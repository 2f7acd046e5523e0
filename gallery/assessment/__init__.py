"""The privacy impact assessment as a bound on the system: what was assessed changes only by amendment (K-03, K-08)."""
