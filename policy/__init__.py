"""What is promised: the notice's models and texts, and the law as dated data.

This room knows no system, no processor and no output. It imports none of the other rooms.
"""
