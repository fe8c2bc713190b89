"""Services of other companies that infrastructure uses: the table of them, and the signs by which they are known."""
