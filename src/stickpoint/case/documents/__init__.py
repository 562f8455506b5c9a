"""Source texts: read, compared, and quoted passages found again in them.

at_hand : the documents at hand → whether they are those of the case, and whether passages fit.
extract : the bytes of a document → its one canonical text, whose characters passages count.
kinds : what is done for each kind of document.
bounds : how much of a document is read at most.
passages : a range of characters, a hash and a text → where those words stand now.
fuzzy : quoted words and a text → the places where they, or nearly they, stand.
folding : a text → the same without differences of signs, and the way back.
differences : words and others nearly like them → which ones differ.
fingerprints : words → digits that survive wrong characters, and the places that fit them.
whitespace : a text → the same with single spaces, and the way back.
"""
