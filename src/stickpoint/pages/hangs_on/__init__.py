"""Which numbers of the case the answers of a forecast hang on → words, tables and pictures.

named : the name of a number → its words in the case, and its line in the file.
said : when it ends, how likely by when, and how: on what each hangs, in sentences.
section : the same as a section of a page: a picture and a table for each answer.
"""
