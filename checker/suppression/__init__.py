"""Judge: the decisions by which findings do not count: waivers and the baseline."""
