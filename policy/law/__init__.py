"""The law as dated data, and the questions that may be asked of it.

Every act, decision and judgment is an entry with its first and its last day, its source and how far that was checked.
The code here names no date, no country and no decision; it reads them from the YAML files in this folder.
Start with `seloste.policy.law.law`: `load_law()` is the whole law, `load_law().on(day)` the law of a day.
"""
