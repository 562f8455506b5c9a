"""Why it is stuck → pages: one screen, and all that lies behind it.

brief : the answers of the lenses, each beside the question that it answers.
ending : what would end it: which settlements hold, and by which moves one gets there.
full : the stability lens in full: every party, settlement, way and change of nature.
"""
