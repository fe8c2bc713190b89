"""Documents for accountability: the record of processing (GDPR Art. 30), the transfer register, the processor list."""
