"""Searches of staff: pictures that members give freely, and checks that only compliance sees."""
