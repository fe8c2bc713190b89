"""How the result is told: the words of each language, the pages that people read, the formats that machines read.

A report is a pure function of what it is given: the same policy or result gives the same bytes. Nothing here judges.
"""
