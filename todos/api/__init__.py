"""The REST contract: viewsets, what they read of a request, and how they answer."""
