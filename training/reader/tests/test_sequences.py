"""Token sequences, their gold positions, their file; batches and the schedule."""
import random
import tempfile
import unittest
from pathlib import Path

import numpy as np

from batches import batch_indexes, collate, planned_batches
from data.examples import Example
from data.sequences import TokenSequence, build_sequences, gold_tokens, read_sequences, write_sequences
from failures import TrainingError
from inputs import CLS, SEP, Limits
from schedule import learning_rate, progress
from tests.words import WordTokenizer

PASSAGE = "Merle Orlin opened the ferry. It rained."
WORDS = WordTokenizer()


def example(**changes: object) -> Example:
    fields = {"question": "Who opened it?", "title": "", "passage": PASSAGE, "answers": ((0, 11),), "source": "s",
              "article": "a", "group": 500, **changes}
    return Example(**fields)


def built(limits: Limits = Limits(), **changes: object) -> TokenSequence:
    [sequence], _ = build_sequences([example(**changes)], WORDS, random.Random(1), limits)
    return sequence


class Sequences(unittest.TestCase):
    def test_are_question_then_passage_with_the_answer_marked(self) -> None:
        for seed in range(40):
            [sequence], lost = build_sequences([example(title="Port Elden")], WORDS, random.Random(seed))
            passage = sequence.tokens[sequence.passage_start:-1]
            self.assertEqual([sequence.tokens[0], sequence.tokens[sequence.passage_start - 1], sequence.tokens[-1]],
                             [CLS, SEP, SEP])
            titled = WORDS.encode("Port Elden. " + PASSAGE, add_special_tokens=False).ids
            self.assertIn(passage, (titled, titled[3:]))
            marked = sequence.tokens[sequence.starts[0]:sequence.ends[0] + 1]
            self.assertEqual(marked, WORDS.encode("Merle Orlin", add_special_tokens=False).ids)
            self.assertEqual(lost, 0)

    def test_lose_the_question_mark_and_the_title_about_as_often_as_told(self) -> None:
        sequences, _ = build_sequences([example(title="Port Elden")] * 2000, WORDS, random.Random(1))
        mark, title = WORDS.encode("? Elden", add_special_tokens=False).ids
        self.assertAlmostEqual(sum(mark not in sequence.tokens for sequence in sequences) / 2000, 0.4, delta=0.04)
        self.assertAlmostEqual(sum(title in sequence.tokens for sequence in sequences) / 2000, 0.5, delta=0.04)

    def test_of_unanswerable_examples_have_no_positions(self) -> None:
        sequence = built(answers=(), kind="real")
        self.assertEqual((sequence.starts, sequence.ends), ([], []))

    def test_with_whole_sentences_mark_every_token_of_them(self) -> None:
        sequence = built(answers=((0, 29),), whole_sentence=True)
        self.assertEqual(sequence.starts, sequence.ends)
        self.assertEqual(len(sequence.starts), 6)

    def test_never_exceed_the_limits(self) -> None:
        sequence = built(Limits(question=4, total=12), question="word " * 50, passage=PASSAGE * 9)
        self.assertEqual((len(sequence.tokens), sequence.passage_start), (12, 6))

    def test_whose_answer_is_cut_off_are_dropped_and_counted(self) -> None:
        start = PASSAGE.index("rained")
        cut = example(answers=((start, start + 6),))
        self.assertEqual(build_sequences([cut], WORDS, random.Random(1), Limits(48, 12)), ([], 1))

    def test_an_answer_half_inside_is_left_out(self) -> None:
        self.assertEqual(gold_tokens([(0, 11)], [(0, 5)], whole=False), ([], []))
        self.assertEqual(gold_tokens([(0, 11), (0, 5)], [(0, 5), (6, 11)], whole=False), ([0], [0, 1]))

    def test_of_one_question_are_on_one_side(self) -> None:
        self.assertEqual([built(group=29).split, built(group=30).split], ["validation", "train"])

    def test_are_read_as_they_were_written(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "made" / "train.jsonl"
            sequences = [built(), built(group=3)]
            write_sequences(sequences, file)
            self.assertEqual(read_sequences(file), ([sequences[0]], [sequences[1]]))

    def test_without_validation_or_of_another_form_are_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "train.jsonl"
            write_sequences([built()], file)
            with self.assertRaisesRegex(TrainingError, "Found: 1 and 0"):
                read_sequences(file)
            file.write_text('{"other": 1}\n', encoding="utf8")
            with self.assertRaisesRegex(TrainingError, "a file that prepare.py wrote"):
                read_sequences(file)


class Batches(unittest.TestCase):
    def test_hold_every_sequence_once(self) -> None:
        lengths = [random.Random(n).randint(5, 90) for n in range(500)]
        for draws in (None, random.Random(1)):
            batches = batch_indexes(lengths, 8, draws)
            self.assertEqual(sorted(index for batch in batches for index in batch), list(range(500)))

    def test_hold_sequences_of_similar_length(self) -> None:
        lengths = [random.Random(n).randint(5, 90) for n in range(640)]
        batches = batch_indexes(lengths, 16, random.Random(1))
        spreads = [max(lengths[i] for i in batch) - min(lengths[i] for i in batch) for batch in batches]
        self.assertLess(np.mean(spreads), 5)

    def test_are_as_many_as_the_epochs_ask_for(self) -> None:
        self.assertEqual([len(planned_batches([9] * 80, 8, epochs, random.Random(1))) for epochs in (0.5, 1, 2.25)],
                         [5, 10, 22])

    def test_are_padded_and_masked(self) -> None:
        answerable = TokenSequence([CLS, 7, SEP, 8, 9, SEP], 3, [3], [4], "s", "answerable", "train")
        unanswerable = TokenSequence([CLS, 7, SEP, 8, SEP], 3, [], [], "s", "real", "train")
        batch = collate([answerable, unanswerable])
        self.assertEqual(batch.input_ids.shape, (2, 16))
        self.assertEqual(batch.token_type_ids[0].tolist(), [0, 0, 0, 1, 1, 1] + [0] * 10)
        self.assertEqual(np.nonzero(batch.allowed[0])[0].tolist(), [0, 3, 4])
        self.assertEqual([np.nonzero(row)[0].tolist() for row in batch.starts], [[3], [0]])
        self.assertEqual([np.nonzero(row)[0].tolist() for row in batch.ends], [[4], [0]])
        self.assertEqual(batch.attention_mask.sum(1).tolist(), [6, 5])


class Schedule(unittest.TestCase):
    def test_ends_by_batches_or_by_the_clock(self) -> None:
        self.assertEqual([progress(5, 10, 0, 30), progress(0, 10, 30, 30)], [0.5, 1.0])

    def test_warms_up_and_then_falls_to_zero(self) -> None:
        self.assertAlmostEqual(learning_rate(1.0, 0.0), 0.01)
        self.assertAlmostEqual(learning_rate(1.0, 0.05), 0.95)
        self.assertEqual(learning_rate(1.0, 1.0), 0.0)
