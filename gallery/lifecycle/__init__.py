"""What happens to a picture while it is held: facts come in, its state follows, and at the end it is destroyed."""
