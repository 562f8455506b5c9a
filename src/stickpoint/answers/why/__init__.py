"""Case → why it is stuck, in numbers and indices.

stability : a case → who would stay or move and by what, which settlements hold, the ways there.
holds : how a party stands to the status quo, whether a way to settle holds, how far off it is.
reach : where moves lead with nature held or free; who, and what of nature's, is needed for that.
declared : great differences and unknown orders of a case → what they do to stability.
believed : foresight, attitudes and views of a case → what they do to stability.
nearby : that answer → the few states and moves near the status quo that a picture can hold.
disagreements : wants and payoffs → which lines disagree on moves near today.
together : what several parties could do as one, and which coalitions would leave a state.
signing : whose signature each way to settle takes, and who would sign it today.
conduct : the record → under which foresight each dated move, and each wait, makes sense.
two_lenses : where who would stay and the forecast point to different ends, and why.
brief : that answer, the clock's and the levers' → all that one screen says, with few draws.
steps : one move → what it is to its mover, and what others could answer.
"""
