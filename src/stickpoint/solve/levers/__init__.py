"""What smallest change would end it.

ranks   : changes of orders, wants and options after which an outcome holds, with proof
beliefs : changes of weights, attitudes and views after which an outcome holds
payoffs : changes of numbers, moves and transfers after which it ends sooner, by search
"""
