#!/usr/bin/env bash
# Counts false quotes over whole question sets: ingest, export and answer each, then check every quote from outside.
# usage: check/all-quotes.sh DIR[:LANG] ...   (folders with corpus.jsonl and queries.dev.jsonl; LANG defaults to en)
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
failed=0
for item in "$@"; do
  dir=${item%%:*}
  lang=en
  [ "$item" != "$dir" ] && lang=${item##*:}
  work=$(mktemp -d)
  LC_ALL=C.UTF-8 DIR="$dir" LANGUAGE_TAG="$lang" OUT="$work" node --input-type=module -e '
    import { readFileSync, writeFileSync } from "node:fs";
    const { DIR, LANGUAGE_TAG, OUT } = process.env;
    const rows = (file) => readFileSync(`${DIR}/${file}`, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
    const ours = (row) => (row.lang ?? "en") === LANGUAGE_TAG;
    const lines = (list) => `${list.map((row) => JSON.stringify(row)).join("\n")}\n`;
    writeFileSync(`${OUT}/corpus.jsonl`, lines(rows("corpus.jsonl").filter(ours)));
    writeFileSync(`${OUT}/questions.jsonl`, lines(rows("queries.dev.jsonl").filter(ours).map(({ id, question }) => ({ id, question }))));'
  verbatim() { node "$here/dist/src/main.js" "$@" --data "$work/data"; }
  verbatim ingest "$work/corpus.jsonl" > /dev/null 2>&1
  verbatim export > "$work/export.jsonl"
  verbatim ask --file "$work/questions.jsonl" --json > "$work/answers.jsonl"
  printf '%s (%s): ' "$(basename "$dir")" "$lang"
  node "$here/check/quotes.mjs" "$work/export.jsonl" "$work/answers.jsonl" "$work/corpus.jsonl" || failed=1
  rm -rf "$work"
done
exit "$failed"
