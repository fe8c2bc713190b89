"""Is it true? Reads inventories, judges them against the notice and the law, and folds a verdict per promise.

This room knows no output: findings carry values, not sentences. It imports `policy` alone.
"""
