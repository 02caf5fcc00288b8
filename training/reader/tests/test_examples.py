"""Passages around answers, what is excluded, and collecting."""
import json
import random
import tempfile
import unittest
from pathlib import Path

from data.examples import collect, group_of
from data.exclusion import Exclusion, read_exclusion
from data.passages import LONGEST, passage_around
from data.sources import Source
from failures import TrainingError

SENTENCES = [f"Ferry number {n} left the harbour of Tarn at {n} o'clock with {n} people." for n in range(60)]
LONG = " ".join(SENTENCES)


class Passages(unittest.TestCase):
    def test_hold_the_answer_at_its_new_place_in_whole_sentences(self) -> None:
        for seed in range(50):
            number = 3 + seed
            start = LONG.index(f"at {number} o'clock")
            end = start + len(f"at {number} o'clock")
            cut = passage_around(LONG, [(start, end)], random.Random(seed))
            assert cut is not None
            passage, [(left, right)] = cut
            self.assertEqual(passage[left:right], f"at {number} o'clock")
            self.assertIn(passage, LONG)
            self.assertTrue(passage.startswith("Ferry") and passage.endswith("people."))
            self.assertTrue(25 <= len(passage.split()) <= LONGEST)

    def test_short_texts_stay_whole(self) -> None:
        cut = passage_around("  It left. It came.", [(5, 9)], random.Random(1))
        self.assertEqual(cut, ("It left. It came.", [(3, 7)]))

    def test_without_an_answer_stand_anywhere(self) -> None:
        drawn = {passage_around(LONG, [], random.Random(seed)) is not None for seed in range(9)}
        self.assertEqual(drawn, {True})

    def test_are_given_up_when_one_sentence_is_too_long(self) -> None:
        self.assertIsNone(passage_around("word " * 200, [(0, 4)], random.Random(1)))

    def test_leave_out_answers_beyond_them(self) -> None:
        last = LONG.rindex("Ferry")
        cut = passage_around(LONG, [(0, 5), (last, last + 5)], random.Random(1))
        assert cut is not None
        self.assertEqual(cut[1], [(0, 5)])


class Exclusions(unittest.TestCase):
    def test_know_a_question_in_any_spelling(self) -> None:
        exclusion = Exclusion()
        exclusion.add_question("When did the ferry leave?")
        self.assertTrue(exclusion.has_question("when did the FERRY leave"))
        self.assertFalse(exclusion.has_question("When did the ferry return?"))

    def test_find_thirteen_words_in_a_row_and_not_twelve(self) -> None:
        words = [f"word{n}" for n in range(30)]
        exclusion = Exclusion()
        exclusion.add_text(" ".join(words))
        self.assertTrue(exclusion.overlaps("Before: " + ", ".join(words[5:18]) + " after"))
        self.assertFalse(exclusion.overlaps("Before: " + ", ".join(words[5:17]) + " after"))

    def test_find_a_short_text_that_is_the_same(self) -> None:
        exclusion = Exclusion()
        exclusion.add_text("It left at noon.")
        self.assertTrue(exclusion.overlaps("it left, at noon"))

    def test_refuse_a_folder_without_evaluation_sets(self) -> None:
        with tempfile.TemporaryDirectory() as folder, self.assertRaisesRegex(TrainingError, "queries"):
            read_exclusion(Path(folder))

    def test_read_every_file_of_questions(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            one = Path(folder) / "one"
            one.mkdir()
            (one / "queries.dev.jsonl").write_text(json.dumps({"question": "Who left?"}) + "\n\n", encoding="utf8")
            (one / "queries.held.jsonl").write_text(json.dumps({"question": "Who came?"}), encoding="utf8")
            (one / "corpus.jsonl").write_text(json.dumps({"text": "Nobody came."}), encoding="utf8")
            exclusion = read_exclusion(Path(folder))
        self.assertEqual([exclusion.questions, exclusion.texts], [{"who left", "who came"}, {"nobody came"}])


class Collecting(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.mirrors = Path(folder.name)
        text = " ".join(SENTENCES[:4])
        answer = [{"text": "Tarn", "answer_start": text.index("Tarn")}]
        asked = ["Where was  the ferry?", "where was the ferry", "Why?", "Where was ferry number 2?", "Which harbour?"]
        qas = [{"question": question, "answers": answer} for question in asked]
        qas.append({"question": "Who paid for it?", "is_impossible": True, "answers": []})
        squad = {"data": [{"title": "Tarn", "paragraphs": [{"context": text, "qas": qas}]}]}
        rows = {"question_ids": [*range(9)], "answers": SENTENCES[:9],
                "questions": ["Where was the ferry", *(f"Which one was number {n}?" for n in range(1, 9))]}
        self.sources = [self.source("exact", "squad", squad), self.source("whole", "answer-sentences", rows)]
        self.few = [self.source("few", "squad", squad, most=1)]

    def source(self, key: str, format: str, data: object, most: int = 9) -> Source:
        made = Source(key, f"owner/{key}", "abc", "file.json", "CC0", format, most, "family")
        folder = self.mirrors / f"owner/{key}@abc"
        folder.mkdir(parents=True)
        (folder / "file.json").write_text(json.dumps(data), encoding="utf8")
        return made

    def test_counts_every_question_and_why_it_was_left_out(self) -> None:
        exclusion = Exclusion()
        exclusion.add_question("Where was ferry number 2?")
        collection = collect(self.mirrors, exclusion, random.Random(7), self.sources)
        counts = collection.counts["exact"]
        self.assertEqual([counts["read"], counts["duplicate"], counts["no usable span"]], [6, 1, 1])
        self.assertEqual([counts["excluded: in an evaluation set"], counts["answerable used"]], [1, 2])
        self.assertEqual(counts["real unanswerable used"], 1)
        self.assertEqual([example.question for example in collection.unanswerable], ["Who paid for it?"])

    def test_drops_a_whole_sentence_answer_when_the_exact_words_are_known(self) -> None:
        collection = collect(self.mirrors, Exclusion(), random.Random(7), self.sources)
        whole = {example.question for example in collection.answerable if example.source == "whole"}
        self.assertIn("Which one was number 3?", whole)
        self.assertNotIn("Where was the ferry", whole)
        self.assertEqual(collection.counts["whole"]["duplicate of another SQuAD piece"], 1)

    def test_uses_no_more_of_a_source_than_it_may(self) -> None:
        collection = collect(self.mirrors, Exclusion(), random.Random(7), self.few)
        self.assertEqual([len(collection.answerable), len(collection.unanswerable)], [1, 1])

    def test_gives_the_same_examples_for_the_same_seed(self) -> None:
        first, second = (collect(self.mirrors, Exclusion(), random.Random(7), self.sources) for _ in range(2))
        self.assertEqual(first.answerable, second.answerable)

    def test_groups_questions_the_same_way_in_every_process(self) -> None:
        self.assertEqual([group_of("Who left?"), group_of("WHO LEFT?")], [group_of("who left?")] * 2)
        self.assertEqual(group_of("who left?"), 230)
