"""What a controller keeps on file: the Art. 30 record, the transfer register, and the processor list for the public."""
