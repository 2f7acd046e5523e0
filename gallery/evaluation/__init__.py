"""How accurate the deployed system is on a labelled set of pictures, and what may be said from that."""
