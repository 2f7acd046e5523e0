"""One class a page. A notebook only places it."""
