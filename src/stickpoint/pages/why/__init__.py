"""Why it is stuck → pages: one screen, and all that lies behind it.

alone : what a lens says, or why it says nothing, so that one's fault takes no other with it.
brief : the answers of the lenses, each beside the question that it answers; what would end it.
ways : which settlements hold, by what, and by which moves one gets there.
believed : what foresight, attitudes and views of the case do to the status quo.
full : the stability lens in full: every party, settlement, way and change of nature.
asks : lines of wants and payoffs that pull different ways, as questions to the writer of the case.
two_lenses : where who would stay and the forecast point to different ends, in one paragraph.
signing : who would sign which way to settle today, and what the rest lack.
together : whether a group of parties would leave as one what none would leave alone.
reach : without whose moves, and what change of nature's, nothing can be settled.
steps : a state, or a move from one → sentences.
left_out : of states judged by blocks, in how many each settlement holds, and what is left out.
rests : what one screen rests on, and where wants and payoffs part.
"""
