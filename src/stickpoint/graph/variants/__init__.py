"""Game → another game: what the clock of a forecast runs on in place of the game as written.

lumps : what is paid once, reckoned into payoffs and worths at the horizon.
hold : terms end it only once they have stood.
dilate : counted in mean waits, at another tempo, with a look-ahead.
copies : which states nothing in a game tells apart.
quotient : the game in which each group of such states is one state.
alike : which groups of such states can be one state without any change.
reached : the game with only the states that a course can come to.
changed : a game with some of its parts otherwise.
fewer : what is left of it by both, and where each state goes.
"""
