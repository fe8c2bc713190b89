"""The law as dated data, and the questions that may be asked of it.

Every act, decision and judgment is an entry with its first and its last day, its source and how far that was checked.
The code here names no date, no country and no decision; it asks the YAML files beside it what held on a day.
Ask `seloste.policy.law.law`: `law()` is the whole, `law().on(day)` answers for one day.
"""
