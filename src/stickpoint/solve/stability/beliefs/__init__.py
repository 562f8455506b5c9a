"""What each party believes and how far each looks: concepts that differ from party to party.

foresight : a conflict and a concept for each party → what holds when each looks as far as it does.
attitudes : a conflict and who wishes whom well or ill → what holds when each acts upon that.
relations : ranks and attitudes → an order for each party, by one number or by several.
margin : how many states one must pass in its party's order for the verdict to flip.
worst_case : any number of parties that look h moves ahead, and expect the worst of the rest.
hypergame : a conflict and how each sees it → what holds in each view, as played, and in fact.
"""
