"""What the dashboards say, in English and in French, from one table."""
