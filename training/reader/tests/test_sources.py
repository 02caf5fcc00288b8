"""Fetching a source's file, and reading each format."""
import json
import random
import subprocess
import tempfile
import unittest
from pathlib import Path

from data.formats import Paragraph, paragraphs
from data.sources import SOURCES, Source, check_sources, read_source
from failures import TrainingError

TEXT = "The ferry left Tarn at noon. It came back at night."
LICENSED = "License: {} The ferry left Tarn at noon."


def source(format: str, **changes: object) -> Source:
    return Source("key", "owner/name", "abc", "data/file.json", "CC0", format, 10, "family", **changes)


def read(format: str, data: object, **changes: object) -> list[Paragraph]:
    return list(paragraphs(source(format, **changes), json.dumps(data), random.Random(1)))


def squad(*contexts: str) -> dict:
    entry = {"question": "When?", "answers": [{"text": "noon", "answer_start": TEXT.index("noon")}]}
    hopeless = {"question": "Why?", "is_impossible": True, "answers": [{"text": "x", "answer_start": 0}]}
    found = [{"context": context, "qas": [entry, hopeless]} for context in contexts]
    return {"data": [{"title": "Tarn_ferry", "paragraphs": found}]}


class Files(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.mirrors = Path(folder.name)

    def write(self, folder: str, text: str) -> Path:
        root = self.mirrors / folder
        (root / "data").mkdir(parents=True, exist_ok=True)
        (root / "data/file.json").write_text(text, encoding="utf8")
        return root

    def test_come_from_the_unpacked_files_of_a_commit(self) -> None:
        self.write("owner/name@abc", "[1]")
        self.assertEqual(read_source(self.mirrors, source("squad")), "[1]")

    def test_come_from_the_commit_of_a_clone_and_not_from_its_working_files(self) -> None:
        root = self.write("owner/name", "[2]")

        def git(*words: str) -> str:
            identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
            return subprocess.run(["git", "-C", str(root), *identity, *words], check=True, capture_output=True,
                                  text=True).stdout.strip()

        git("init", "-q")
        git("add", ".")
        git("commit", "-qm", "one")
        commit = git("rev-parse", "HEAD")
        self.write("owner/name", "[3]")
        cloned = Source("key", "owner/name", commit[:8], "data/file.json", "CC0", "squad", 10, "family")
        self.assertEqual(read_source(self.mirrors, cloned), "[2]")

    def test_that_are_missing_are_named_all_at_once_before_any_is_read(self) -> None:
        with self.assertRaises(TrainingError) as caught:
            check_sources(self.mirrors)
        for each in SOURCES:
            self.assertIn(each.repository, str(caught.exception))

    def test_that_a_commit_does_not_have_are_an_error_with_a_remedy(self) -> None:
        (self.mirrors / "owner/name@abc").mkdir(parents=True)
        with self.assertRaisesRegex(TrainingError, "data/file.json.*To do: fetch that commit"):
            read_source(self.mirrors, source("squad"))


class Formats(unittest.TestCase):
    def test_squad_keeps_answers_and_drops_those_of_unanswerable_questions(self) -> None:
        [found] = read("squad", squad(TEXT), titled=True)
        start = TEXT.index("noon")
        self.assertEqual([question.answers for question in found.questions], [((start, start + 4),), ()])
        self.assertEqual([question.unanswerable for question in found.questions], [False, True])
        self.assertEqual(found.title, "Tarn ferry")

    def test_titles_that_name_nothing_are_not_shown(self) -> None:
        self.assertEqual(read("squad", squad(TEXT))[0].title, "")

    def test_texts_under_a_restrictive_licence_of_their_own_are_left_out(self) -> None:
        texts = [LICENSED.format(licence) for licence in ("cc-by", "cc-by-nc", "cc0", "none")]
        self.assertEqual([each.text for each in read("squad", squad(*texts))], [texts[0], texts[2]])

    def test_a_cut_off_file_is_closed_after_its_last_whole_paragraph(self) -> None:
        whole = json.dumps(squad(TEXT, TEXT, TEXT))
        raw = whole[:whole.rindex('"qas"') + 10]
        self.assertEqual(len(list(paragraphs(source("squad", cut_off=True), raw, random.Random(1)))), 2)

    def test_an_answer_without_an_offset_must_occur_once(self) -> None:
        asked = [{"question": "What?", "answer": "ferry"}, {"question": "When?", "answer": "at"}]
        [found] = read("flat-squad", [{"context": TEXT, "qas": asked}])
        self.assertEqual([question.text for question in found.questions], ["What?"])

    def test_selqa_marks_candidate_sentences(self) -> None:
        candidates = ["It rained.", "It left at noon."]
        [found] = read("selqa", [{"article": "Tarn", "question": "When?", "candidates": candidates, "answers": [1]}])
        [(start, end)] = found.questions[0].answers
        self.assertEqual(found.text[start:end], "It left at noon.")
        self.assertTrue(found.questions[0].whole_sentence)

    def test_answer_sentences_of_near_ids_make_a_passage_that_holds_the_answer(self) -> None:
        answers = [f"Ferry {number} left at noon." for number in range(9)] + ["Far away it rained."]
        data = {"question_ids": [*range(9), 500], "questions": [f"Which {n}?" for n in range(10)], "answers": answers}
        found = read("answer-sentences", data)
        self.assertEqual(len(found), 9)
        for paragraph in found:
            [question] = paragraph.questions
            [(start, end)] = question.answers
            self.assertEqual(paragraph.text[start:end], f"Ferry {question.text[6:-1]} left at noon.")
            self.assertNotIn("rained", paragraph.text)

    def test_molweni_reads_dialogues(self) -> None:
        entry = {"question": "When?", "is_impossible": True}
        [found] = read("molweni", {"data": {"dialogues": [{"context": TEXT, "qas": [entry]}]}})
        self.assertTrue(found.questions[0].unanswerable)
