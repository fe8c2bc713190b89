"""Reports: the words of each language, pages and documents for people, and formats for machines.

A report is a pure function of its arguments: the same policy or result gives the same bytes. Nothing here judges.
"""
