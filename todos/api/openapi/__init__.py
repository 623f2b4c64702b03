"""What OpenAPI says of the product: written by hand, held to the code by tests that validate every answer."""
