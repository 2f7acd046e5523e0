"""Who people are: accounts, signing in, sessions, tickets, tokens and certificates."""
