"""The family `notice/`: compares the notice with the law (GDPR Art. 12–14, national law); a module for each subject."""
