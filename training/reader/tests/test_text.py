"""Sentences and matching forms."""
import unittest

from text import matching_form, sentence_spans, sentences, with_title


class Sentences(unittest.TestCase):
    def test_end_at_closing_signs_and_line_breaks(self) -> None:
        text = 'He asked: "Why?" Nobody knew.\nNotes\n'
        self.assertEqual(sentences(text), ['He asked: "Why?"', "Nobody knew.", "Notes"])

    def test_go_on_after_abbreviations_and_initials(self) -> None:
        text = "Dr. Lund met J. Orlin of Tarn Inc. in May. They agreed."
        self.assertEqual(sentences(text), ["Dr. Lund met J. Orlin of Tarn Inc. in May.", "They agreed."])

    def test_have_spans_that_leave_out_nothing_but_blanks(self) -> None:
        text = " One ferry left.  Two stayed!\n\n\nThree sank… "
        spans = sentence_spans(text)
        outside = "".join(text[a:b] for (_, a), (b, _) in zip([(0, 0), *spans], [*spans, (len(text), 0)]))
        self.assertEqual(outside.strip(), "")
        self.assertEqual(len(spans), 3)

    def test_of_a_blank_text_are_none(self) -> None:
        self.assertEqual(sentence_spans(" \n "), [])


class MatchingForms(unittest.TestCase):
    def test_ignore_case_and_punctuation(self) -> None:
        self.assertEqual(matching_form("  The Old-Bridge, (1904)! "), "the old bridge 1904")

    def test_a_title_comes_first_if_there_is_one(self) -> None:
        self.assertEqual([with_title("Ferry", "It left."), with_title("", "It left.")], ["Ferry. It left.", "It left."])
