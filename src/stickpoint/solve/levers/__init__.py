"""What smallest change would end it: of ranks, of wants, of options, of payoffs and rates."""
