"""A text → proposals for the record of a case, by rules; nothing enters a case by itself.

propose : a text → everything the rules propose, in its order, and places to look at.
proposal : what a rule has seen: the place, the kind, what it takes it for, how sure it is.
sentences : a text → its sentences and quoted words, as ranges; which words are what somebody
    said.
dates : dates written in a text → their place, their days, and what is missing of them.
relative : dates that lean on others, such as "a month later" → the days they mean.
spans : a date, and how far another lies from it → the days of the other.
speakers : a text → speeches and quoted words with who says them; names → the parties meant.
messages : who cabled, told or asked whom → messages, the act guessed from words.
numbers : numbers in a text → their value and what they count.
"""
