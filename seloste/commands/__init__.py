"""The commands, a file each: nothing but arguments, a call, and the exit code."""
