/** The command `eval`: measures each folder and prints a line a set. A folder that fails does not cost the others. */
import path from 'node:path';
import { asVerbatimError } from '../errors.js';
import { evaluate, type Measurement } from '../eval/evaluate.js';
import { readJudgements } from '../eval/judgements.js';
import type { Invoked } from './invocation.js';
import { cleanLine } from './layout.js';
import { type Output, OutputClosed } from './output.js';
import { EXIT, type ExitCode, jsonLine, type Surroundings } from './surroundings.js';

const ERASE_LINE = '\r\u001b[K';

/** Measures the folders in order; 1 when one could not be measured, or some of its documents were not indexed. */
export async function measure(invoked: Invoked<'eval'>, around: Surroundings): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  for (const folder of invoked.folders) {
    try {
      const measured = await measureFolder(folder, invoked, around);
      if (measured.failed.length > 0) code = EXIT.failed;
    } catch (error) {
      if (error instanceof OutputClosed) throw error;
      code = EXIT.failed;
      await around.err.write(`verbatim: ${folder}: ${asVerbatimError(error).message}\n`);
    }
  }
  return code;
}

async function measureFolder(folder: string, invoked: Invoked<'eval'>, around: Surroundings): Promise<Measurement> {
  const { lang, split, json } = invoked;
  const judgements = await readJudgements(path.resolve(around.cwd, folder), { lang, split });
  const { onProgress, end } = stepDisplay(judgements.set, around.err);
  const measured = await evaluate(judgements, { openTemporary: around.openTemporary, onProgress }).finally(end);
  for (const { source, reason } of measured.failed) {
    await around.err.write(`verbatim: not indexed: ${cleanLine(source)}: ${cleanLine(reason ?? '')}\n`);
  }
  await around.out.write(json ? jsonLine({ ...measured, lang, split }) : measurementText(measured, lang));
  return measured;
}

/** One redrawn line on a terminal, nothing elsewhere: the sets' own lines are the log. */
function stepDisplay(set: string, err: Output) {
  let shown = '';
  return {
    onProgress: ({ doing, done, of }: { doing: string; done: number; of: number }): void => {
      const text = `${set}: ${doing}, ${Math.floor((100 * done) / of)} %`;
      if (!err.isTerminal || text === shown) return;
      shown = text;
      void err.write(`${ERASE_LINE}${text}`).catch(() => {});
    },
    end: async (): Promise<void> => {
      if (shown !== '') await err.write(ERASE_LINE);
    },
  };
}

/** A set on one line. Shares as people write them here (.917); `–` where nothing can be said. */
export function measurementText(measured: Measurement, lang: string): string {
  const part = (value: number | undefined): string => value?.toFixed(3).replace(/^0(?=\.)/, '') ?? '–';
  const number = (value: number | undefined, unit = ''): string =>
    value === undefined ? '–' : `${value.toFixed(1)}${unit}`;
  const name = lang === 'en' ? measured.set : `${measured.set} (${lang})`;
  const shown = `${part(measured.evidence1)} @3 ${part(measured.evidence3)}`;
  const unrefused = `${part(measured.evidence1Unrefused)} @3 ${part(measured.evidence3Unrefused)}`;
  const parts = [
    `${measured.questions} questions`,
    `hits@1 ${part(measured.hits1)} @4 ${part(measured.hits4)} @10 ${part(measured.hits10)}`,
    `nDCG@10 ${part(measured.ndcg10)}`,
    `evidence@1 ${shown}, unrefused @1 ${unrefused}`,
    `words marked F1 ${part(measured.highlightF1)}, disagreeing ${part(measured.disagreed)}`,
    `${number(measured.wordsPerQuote)} words a quote, ${number(measured.quotesPerAnswer)} quotes an answer`,
    `answered ${part(measured.answered)}, refused ${part(measured.refused)}`,
    `AUC ${part(measured.auc)}, calibration error ${part(measured.calibrationError)}`,
    `p50 ${number(measured.p50Ms, ' ms')}, p95 ${number(measured.p95Ms, ' ms')}`,
  ];
  return `${name}: ${parts.join(' · ')}\n`;
}
