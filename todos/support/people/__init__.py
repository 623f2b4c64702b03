"""People at the support desk: finding them, and one page for each."""
