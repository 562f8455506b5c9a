"""Worker processes that answer, of which the newest question wins.

question : what a worker is asked.
kept : in a worker: cases that were read, with a slider's numbers put in, and their answers.
worker : what runs in a worker process: one question after another.
process : a worker process as its owner sees it.
lane : one worker and the questions that wait for it.
scratch : a folder for a while, and what is left of one whose process was killed.
lanes : the lanes of a studio: while sliding, at rest, by a button.
"""
