"""From a booking record and its picture to a reference, or to a refusal that says by which rule."""
