"""How long it lasts, which way it ends, who pays: a continuous-time game on the conflict."""
