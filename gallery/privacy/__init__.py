"""Work on the privacy impact assessment: answers, register, versions, amendments, public edition, annual review."""
