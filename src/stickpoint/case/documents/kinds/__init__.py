"""Kinds of documents: the bytes of one → its text, in bounded time and memory.

markup : a page of HTML → the words that its reader sees.
packed : an archive of XML, as office programs write → its parts as streams of events.
word : a DOCX document → its text, part by part.
word_body : the elements of its parts → the lines that Word shows.
symbols : signs of fonts without letters → characters that look like them.
pdf : a PDF → what pypdf extracts, in a process of its own.
"""
