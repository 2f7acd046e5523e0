"""Whether a picture may be searched today: a pure function of facts and dated rules (F-20)."""
