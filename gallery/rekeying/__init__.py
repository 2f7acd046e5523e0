"""Another identity key: proposed, agreed to by a second person, and carried out before anybody is answered."""
