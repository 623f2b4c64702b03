"""Rules of recurrence and the days they fall on."""
