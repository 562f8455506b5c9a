"""The least change of orders, wants or options that makes an outcome hold.

least        : conflict and target → the least change of ranks, with proof
wants        : the statements of one party → the nearest other order of them
flips        : the statements of one party → the nearest order of them that turns a verdict round
edits        : what restrictions and additions share: candidates, cheapest first, are judged
restrictions : options → the cheapest restriction, or pair of them
additions    : options → the least that would have to be made possible
count        : how many of all orders make a state hold, exactly; each of them, one at a time
partial      : orders known in part → whether the state holds, and what to ask next
units        : outcome and concept → the states asked for; what may be moved in each order, at
    what price
programmes   : orders as 0-1 programmes for a constraint solver
result       : what comes back: the change, its cost, how far it is proved least
"""
