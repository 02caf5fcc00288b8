"""Scoring spans, figures of merit, cutting passages, and the tables."""
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np

from failures import TrainingError
from inputs import Limits
from measuring.metrics import (Logistic, area_under_curve, brier_score, calibration_error, exact_match, fit_logistic,
                               refusal, reliability, token_f1)
from measuring.reading import UNREAD, Reader, sentence_spans
from measuring.retrieval import BASELINES, Passage, cut, sentence_vectors, share_of_maximum
from measuring.sets import read_set
from measuring.tables import report, rows_of
from spans import LONGEST_SPAN, best_span
from tests.words import WordTokenizer

PASSAGE = Passage("d", "Ferry", ["It left Tarn.", "It came to Port Elden at noon."])
TEXT = "Ferry. It left Tarn. It came to Port Elden at noon."


class Spans(unittest.TestCase):
    def test_agree_with_trying_every_pair(self) -> None:
        draws = np.random.RandomState(3)
        for count in (1, 2, 7, 45):
            starts, ends = draws.randn(count), draws.randn(count)
            pairs = [(starts[i] + ends[j], i, j) for i in range(count) for j in range(i, min(count, i + LONGEST_SPAN))]
            self.assertEqual(best_span(starts, ends), max(pairs))

    def test_are_never_longer_than_allowed(self) -> None:
        starts, ends = np.zeros(60), np.zeros(60)
        starts[0] = ends[LONGEST_SPAN] = 9
        self.assertEqual(best_span(starts, ends)[0], 9)
        ends[LONGEST_SPAN - 1] = 9
        self.assertEqual(best_span(starts, ends), (18, 0, LONGEST_SPAN - 1))


class Reading(unittest.TestCase):
    def test_marks_the_best_words_of_each_sentence_against_no_answer(self) -> None:
        offsets = WordTokenizer().encode(TEXT, add_special_tokens=False).offsets
        starts, ends = np.zeros(len(offsets)), np.zeros(len(offsets))
        first = next(i for i, (start, _) in enumerate(offsets) if TEXT[start:].startswith("Port"))
        starts[first], ends[first + 1] = 5, 4
        [other, found] = sentence_spans(PASSAGE, offsets, starts, ends, null=2.0)
        self.assertEqual(PASSAGE.sentences[1][found.start:found.end], "Port Elden")
        self.assertEqual((found.score, other.score), (7.0, -2.0))

    def test_scores_a_sentence_that_was_cut_off_lowest(self) -> None:
        offsets = WordTokenizer().encode(TEXT, add_special_tokens=False).offsets[:5]
        found = sentence_spans(PASSAGE, offsets, np.zeros(5), np.zeros(5), null=0.0)
        self.assertEqual([each.score for each in found], [0.0, UNREAD])

    def test_lays_inputs_out_as_the_reader_was_trained(self) -> None:
        seen = {}

        class Zeros:
            def run(self, ids: np.ndarray, mask: np.ndarray, types: np.ndarray) -> list[np.ndarray]:
                seen.update(ids=ids, mask=mask, types=types)
                return [np.zeros(ids.shape), np.zeros(ids.shape)]

        reader = Reader(WordTokenizer(), Zeros(), Limits(question=2, total=12))
        rows = reader.read("Where did it come to?", [PASSAGE, Passage("e", "", ["It sank."])])
        self.assertEqual([len(row) for row in rows], [2, 1])
        self.assertEqual(seen["ids"].shape, (2, 12))
        self.assertEqual(seen["ids"][1, [0, 3, 7]].tolist(), [101, 102, 102])
        self.assertEqual(seen["types"][1].tolist(), [0] * 4 + [1] * 4 + [0] * 4)
        self.assertEqual(seen["mask"].sum(1).tolist(), [12, 8])


class Figures(unittest.TestCase):
    def test_area_is_the_share_of_pairs_in_the_right_order(self) -> None:
        scores, labels = [0.1, 0.4, 0.35, 0.8], [False, False, True, True]
        self.assertEqual(area_under_curve(scores, labels), 0.75)
        self.assertTrue(np.isnan(area_under_curve([1.0], [True])))

    def test_refusal_keeps_nine_of_ten_answered(self) -> None:
        scores = [*range(11), -1, 0.5, 4]
        refused, threshold = refusal(scores, [True] * 11 + [False] * 3)
        self.assertEqual((refused, threshold), (2 / 3, 1))

    def test_answers_match_without_case_articles_and_punctuation(self) -> None:
        self.assertTrue(exact_match("The “Port Elden”.", "port elden"))
        self.assertFalse(exact_match("Port", "Port Elden"))
        self.assertAlmostEqual(token_f1("the Port Elden ferry", "Port Elden"), 0.8)
        self.assertEqual(token_f1("Tarn", "Port Elden"), 0.0)

    def test_a_logistic_function_is_found_again(self) -> None:
        draws = np.random.RandomState(1)
        scores = draws.randn(20000) * 3 + 1
        outcomes = draws.rand(20000) < Logistic(0.7, -0.4).probabilities(scores)
        fitted = fit_logistic(scores, outcomes)
        self.assertAlmostEqual(fitted.weight, 0.7, delta=0.03)
        self.assertAlmostEqual(fitted.bias, -0.4, delta=0.05)
        self.assertLess(calibration_error(reliability(fitted.probabilities(scores), outcomes)), 0.02)

    def test_calibration_error_weighs_bins_by_size(self) -> None:
        bins = reliability([0.1, 0.1, 0.1, 1.0], [0, 0, 0, 0])
        self.assertEqual([each.count for each in bins], [3, 1])
        self.assertAlmostEqual(calibration_error(bins), 0.325)
        self.assertAlmostEqual(brier_score([0.5, 1.0], [1, 1]), 0.125)


class Retrieval(unittest.TestCase):
    def test_passages_are_filled_with_whole_sentences(self) -> None:
        sentence = "The ferry " + "slowly " * 48 + "left."
        found = cut({"id": "d", "title": None, "text": " ".join([sentence] * 5)})
        self.assertEqual([len(passage.sentences) for passage in found], [2, 2, 1])

    def test_sentence_vectors_are_means_of_their_tokens(self) -> None:
        encoded = WordTokenizer().encode(TEXT)
        hidden = np.zeros((len(encoded.ids), 2), np.float32)
        for row, (start, _) in enumerate(encoded.offsets):
            hidden[row, int(start >= TEXT.index("It came"))] = 3
        vectors = sentence_vectors(hidden, encoded.offsets, PASSAGE)
        self.assertEqual(vectors.tolist(), [[1, 0], [0, 1]])

    def test_no_matching_word_is_no_division_by_zero(self) -> None:
        self.assertEqual(share_of_maximum(np.zeros(3)).tolist(), [0, 0, 0])

    def test_sets_draw_the_same_questions_every_time(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            one = Path(folder) / "one"
            one.mkdir()
            (one / "corpus.jsonl").write_text(json.dumps({"id": "d", "text": "It left."}), encoding="utf8")
            lines = [json.dumps({"id": n, "question": "?", "lang": "de" if n == 3 else "en"}) for n in range(20)]
            (one / "queries.dev.jsonl").write_text("\n".join(lines), encoding="utf8")
            drawn = [[each["id"] for each in read_set(Path(folder), "one", 5).questions] for _ in range(2)]
            self.assertEqual(len(read_set(Path(folder), "one", 0).questions), 19)
            with self.assertRaisesRegex(TrainingError, "--sets"):
                read_set(Path(folder), "two", 0)
        self.assertEqual([len(drawn[0]), drawn[0]], [5, drawn[1]])


def kept(count: int, half: str, answerable: bool) -> tuple[list[dict], list[dict]]:
    """Questions whose second candidate is evidence, which the baseline misses and the reader finds."""
    question = {"question": "Where did it come to?", "answerable": answerable, "relevant": ["d"] if answerable else [],
                "evidence": [PASSAGE.sentences[1]] if answerable else [], "answers": ["Port Elden"], "half": half}
    found = {"question": question, "cosine": 0.8 if answerable else 0.2, "sentence_cosine": 0.5,
             "candidates": [[0, 0], [0, 1]], "passage_scores": [0.5, 0.5],
             "baselines": {name: [0.01, 0.0] for name in BASELINES}}
    score = 4.0 if answerable else -4.0
    start = PASSAGE.sentences[1].index("Port")
    read = {"spans": [[score - 1, 0, 2], [score, start, start + 10]], "gold_span": "Elden"}
    return [found] * count, [read] * count


class Tables(unittest.TestCase):
    def report_of(self, *parts: tuple[list[dict], list[dict]]) -> str:
        passages = [{"document": "d", "title": "Ferry", "sentences": PASSAGE.sentences}]
        found, read = ([each for part in parts for each in part[side]] for side in (0, 1))
        return report({"squad2": rows_of({"passages": passages, "questions": found}, read)})

    def test_say_what_the_reader_adds(self) -> None:
        text = self.report_of(*(kept(30, half, answerable) for half in ("dev", "held") for answerable in (True, False)))
        for half in ("dev", "held"):
            [row] = [line for line in text.split(f"@1 / @3, {half}")[1].splitlines() if line.startswith("| squad2")][:1]
            self.assertEqual(row.split(" | ")[5:7], ["0.000 / 1.000", "1.000 / 1.000"])
            self.assertIn(f"| {half} | squad2 30/30 | cosine | 1.000 | 1.000 | 1.000 / 1.000 |", text)
            self.assertIn(f"| {half} | squad2 | 30 | 1.000 / 1.000 | 1.000 / 1.000 | 0.000 / 0.667 |", text)
        self.assertIn("- calibration both:", text)

    def test_take_part_of_an_evidence_sentence_or_more_than_it_for_evidence(self) -> None:
        for evidence in ("came to Port Elden", "It came to Port Elden at noon. Then it sank."):
            found, read = kept(30, "dev", True)
            found[0]["question"]["evidence"] = [evidence]
            row = next(line for line in self.report_of((found, read)).splitlines() if line.startswith("| squad2 |"))
            self.assertEqual(row.split(" | ")[6], "1.000 / 1.000")

    def test_choose_weights_on_the_dev_half_alone(self) -> None:
        found, read = kept(30, "dev", True)
        misled = [{"spans": [[5.0, 0, 2], [4.0, 0, 2]], "gold_span": ""} for _ in read]
        helped = [{**each, "baselines": {name: [0.0, 1.0] for name in BASELINES}} for each in found]
        untouched = self.report_of((helped, misled), kept(30, "held", True))
        self.assertIn("reader+baseline: 2;", untouched)
        self.assertIn("reader+baseline: 0;", self.report_of((found, read), kept(30, "held", True)))

    def test_leave_out_what_there_are_no_questions_for(self) -> None:
        text = self.report_of(kept(5, "dev", True))
        self.assertNotIn("held", text)
        self.assertNotIn("Answerable or not", text)
