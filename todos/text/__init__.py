"""Text as people type it and as search compares it."""
