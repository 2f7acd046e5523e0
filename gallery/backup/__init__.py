"""Backups of an installation: taken while it runs, checked after writing, put back without what was destroyed since."""
