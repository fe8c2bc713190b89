"""The drill: each promise broken in memory, to see which breaches the gate would catch here and which it would miss."""
