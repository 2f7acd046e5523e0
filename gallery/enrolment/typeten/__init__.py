"""Type-10 transactions of ANSI/NIST-ITL: read, checked field by field, and written."""
