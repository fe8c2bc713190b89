"""The family `notice/`: the notice against the law (GDPR Art. 12–14, national law), a module a part of it."""
