"""Yearly proof of proficiency: assessed, and what a missing or failed one suspends (H-04)."""
