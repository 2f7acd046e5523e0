"""What analysts get: counts of requests by closed quarter and service, small ones withheld, and no row of a person."""
