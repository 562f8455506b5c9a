"""Questions that a person can answer → a sound case, or what is missing, question by question.

asked : the questions, and what makes a case of their answers.
answered : answers as they were typed → what they mean, or all that is missing, by question.
dialogue : the questions one after another, where there is no page, and the case they make.
first_text : what answers mean → the text of a case, with comments that teach how to go on.
typed : a range, or yes and no, as people type them → values, or what is wrong with them.
"""

from stickpoint.studio.edits.questions.answered import Unanswered
from stickpoint.studio.edits.questions.asked import QUESTIONS, Question, case_text
from stickpoint.studio.edits.questions.dialogue import dialogue

__all__ = ["QUESTIONS", "Question", "Unanswered", "case_text", "dialogue"]
