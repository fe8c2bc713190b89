"""A published page against the notice: does it still say what the policy promises?"""
