"""Small painted and composed widgets, each knowing nothing but what it shows."""
