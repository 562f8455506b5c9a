"""Every lens on one page to send around."""
