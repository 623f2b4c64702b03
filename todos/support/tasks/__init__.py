"""Tasks at the support desk: the list, the form, what staff do to them."""
