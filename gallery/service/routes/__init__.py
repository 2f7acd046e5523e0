"""Routes by subject, each thin: who may, what is asked, one act."""
