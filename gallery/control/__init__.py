"""Control of searching: stops, bounds that two people change, urgent requests, flags."""
