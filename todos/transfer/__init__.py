"""A way out and the way back in: JSON, CSV, iCalendar."""
