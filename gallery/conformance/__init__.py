"""Requirements checked on the running installation, with a signed outcome (W-22)."""
