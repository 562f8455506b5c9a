"""One small change of a case's text, pure: text in, text out."""
