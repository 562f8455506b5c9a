"""Which explanation the record favours: by rated evidence, and by the dated moves."""
