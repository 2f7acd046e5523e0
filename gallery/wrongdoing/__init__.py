"""Reports of wrongdoing by members, whose authors nobody is told (H-10)."""
