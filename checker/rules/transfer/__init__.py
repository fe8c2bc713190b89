"""The family `transfer/`: every place the data go, against the notice and the law of the day (GDPR Chapter V)."""
