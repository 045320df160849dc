"""Long runs against a look-alike that misbehaves (``make crash``). Each writes its figures into build/."""
