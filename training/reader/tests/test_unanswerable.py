"""Making unanswerable examples."""
import random
import unittest
from collections import Counter
from dataclasses import replace

import numpy as np

from data.edits import QuestionEditor, antonyms, vocabulary_of
from data.examples import Example
from data.unanswerable import Maker, Passages, lacks_answers, without_answer

PASSAGE = (
    "The ferry of Port Elden was opened in 1904 by Merle Orlin, who owned the harbour. It carried forty passengers and "
    "two carts across the channel every morning until the bridge was built. Its timber came from the northern islands, "
    "its rope and its sails from the south."
)
OTHER = "Tarn Valley has a copper railway, which Sella Quill planned in 1871 and nobody travels on before noon."


def example(question: str, answer: str = "Merle Orlin", passage: str = PASSAGE, article: str = "a") -> Example:
    start = passage.index(answer)
    return Example(question, "", passage, ((start, start + len(answer)),), "sq2_a", article, 0)


EXAMPLES = [
    example("Who opened the ferry of Port Elden in 1904?"),
    example("When was the first harbour opened by Merle Orlin?", "1904"),
    example("Which valley did Sella Quill plan the railway of?", "Tarn Valley", OTHER, "b"),
    example("Which harbour was planned after the railway of Tarn Valley?", "copper", OTHER, "b"),
]


class Edits(unittest.TestCase):
    def editor(self, seed: int) -> QuestionEditor:
        return QuestionEditor(vocabulary_of(EXAMPLES), random.Random(seed))

    def test_change_one_place_of_the_question_and_leave_the_passage(self) -> None:
        ways = Counter()
        for seed in range(200):
            for original in EXAMPLES:
                edited = self.editor(seed).edit(original)
                if edited is not None:
                    ways[edited.edit] += 1
                    self.assertNotEqual(edited.question, original.question)
                    self.assertEqual((edited.passage, edited.answers, edited.kind), (original.passage, (), "edit"))
        self.assertGreaterEqual(set(ways), {"entity", "number", "antonym", "word", "negation"})

    def test_put_in_only_names_and_numbers_that_the_passage_lacks(self) -> None:
        for seed in range(200):
            edited = self.editor(seed).edit(EXAMPLES[0])
            assert edited is not None
            if edited.edit == "entity":
                name = edited.question[len("Who opened the ferry of "):-len(" in 1904?")]
                self.assertIn(name, ("Sella Quill", "Tarn Valley"))
            if edited.edit == "number":
                self.assertNotIn("1904", edited.question)

    def test_give_up_where_nothing_can_be_changed(self) -> None:
        self.assertIsNone(self.editor(1).edit(replace(EXAMPLES[0], question="Who owns it?")))

    def test_know_antonyms_both_ways(self) -> None:
        table = antonyms()
        found = [table[word] for word in ("first", "last", "more", "wife")]
        self.assertEqual(found, ["last", "first", "less", "husband"])

    def test_take_the_same_words_in_every_process(self) -> None:
        vocabulary = vocabulary_of(EXAMPLES)
        self.assertEqual(vocabulary.words["b"], ["railway", "harbour", "railway"])
        self.assertEqual(vocabulary.entities["a"], ["Port Elden", "Merle Orlin"])


class Passaging(unittest.TestCase):
    def test_an_answer_counts_as_whole_words(self) -> None:
        asked = example("When?", "1904")
        self.assertFalse(lacks_answers(asked, "In 1904, it rained."))
        self.assertTrue(lacks_answers(asked, "In 19045 it rained."))

    def test_a_passage_that_begins_as_its_own_is_taken_for_it(self) -> None:
        self.assertFalse(lacks_answers(example("From where?", "the south"), PASSAGE.replace("south", "west")))

    def test_taking_out_the_answer_leaves_the_other_sentences(self) -> None:
        made = without_answer(example("Who opened it?"))
        assert made is not None
        self.assertEqual(made.passage, PASSAGE[PASSAGE.index("It carried"):])
        self.assertEqual((made.answers, made.kind), ((), "without"))

    def test_taking_out_fails_when_too_little_is_left(self) -> None:
        self.assertIsNone(without_answer(example("Who planned it?", "Sella Quill", OTHER)))

    def test_another_passage_is_the_closest_one_without_the_answer(self) -> None:
        near, far = "Nobody knows who opened the ferry there.", "Copper is mined in the hills beyond."
        examples = [*EXAMPLES[:1], example("What?", "ferry", near, "b"), example("What?", "Copper", far, "b")]
        passages = Passages(examples)

        def rank(_query: str) -> np.ndarray:
            return np.array([3.0, 2.0, 1.0])

        drawn = Counter()
        for seed in range(300):
            made = Maker(examples, passages, rank, random.Random(seed)).of_other_article(examples[0])
            assert made is not None
            drawn[made.passage] += 1
        self.assertEqual(set(drawn), {near, far})
        self.assertGreater(drawn[near], 2 * drawn[far])

    def test_the_same_article_offers_only_its_other_passages(self) -> None:
        maker = Maker(EXAMPLES, Passages(EXAMPLES), lambda _query: np.array([1.0, 2.0]), random.Random(1))
        self.assertIsNone(maker.of_same_article(EXAMPLES[0]))

    def test_all_kinds_are_made_in_their_shares(self) -> None:
        examples = [replace(each, question=f"{each.question[:-1]} {n}?") for n in range(50) for each in EXAMPLES]
        passages = Passages(examples)
        maker = Maker(examples, passages, lambda _query: np.array([1.0, 2.0]), random.Random(1))
        counts = Counter(made.kind for made in maker.make_all())
        self.assertEqual((counts["same"], counts["other"], counts["edit"]), (0, 33, 47))

    def test_sentences_are_no_answers_to_changed_questions(self) -> None:
        examples = [replace(each, whole_sentence=True) for each in EXAMPLES]
        maker = Maker(examples, Passages(examples), lambda _query: np.array([1.0, 2.0]), random.Random(1))
        self.assertNotIn("edit", {made.kind for made in maker.make_all()})
