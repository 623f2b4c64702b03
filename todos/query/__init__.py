"""Reading: which tasks a list asks for, in which order, and the one statement that answers."""
