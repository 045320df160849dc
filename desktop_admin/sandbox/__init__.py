"""An Exchange look-alike over real HTTP: the other side of the demo and of the tests."""
