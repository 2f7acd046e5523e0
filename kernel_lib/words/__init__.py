"""What the product says to people, in English and in French, from one table."""
