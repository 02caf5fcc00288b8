/**
 * Reindexing as moderators see it: begun, under way with a button that cancels it, done. It stands alone because it is the
 * one act here that takes minutes, that others ask about meanwhile, and whose message may die before it ends.
 */
import { ComponentType } from 'discord-api-types/v10';
import { asVerbatimError, type ErrorCode, failure, VerbatimError } from '../errors.js';
import type { ChangeReport } from '../model.js';
import type { CommandContext } from './command.js';
import { actorShown, momentShown } from './documents-shown.js';
import { button, COLOURS, notice } from './layout.js';
import { type ReindexRun, runsOf } from './reindex-runs.js';
import { changeReport, progress, reportCounts } from './report.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

const NOTHING: ChangeReport = { added: [], changed: [], removed: [], unchanged: [], failed: [] };

/** Runs one over all that the caller may change, or says that one is running. */
export async function runReindex(context: CommandContext, full: boolean): Promise<MessageView[]> {
  const { engine, guildId, actor, changeable, now, words = ENGLISH, audit, collectionsChanged } = context;
  const runs = runsOf(engine);
  const running = runs.running(guildId);
  if (running !== undefined) return [runningView(running, words, words.text('reindex.already'))];
  const before = runs.last(guildId);
  const run = runs.begin({ guildId, actor, begunAt: now, collections: changeable });
  context.update(runningView(run, words));
  try {
    const report = await reindexAll(run, context, full);
    run.end = { report, isWhole: true };
    await audit?.('reindex', reportCounts(report, ENGLISH));
    return endedViews(run, words, before);
  } catch (thrown) {
    const { code, report } = endOf(thrown);
    run.end = { report, isWhole: false };
    await audit?.('reindex', `${code}: ${reportCounts(report, ENGLISH)}`);
    if (code === 'cancelled') return endedViews(run, words);
    throw thrown;
  } finally {
    await collectionsChanged?.();
  }
}

/** What the last one did, or does, without beginning another. */
export function lastReindex({ engine, guildId, words = ENGLISH }: CommandContext): MessageView[] {
  const run = runsOf(engine).last(guildId);
  if (run === undefined) return [notice(words.text('reindex.none'))];
  return run.end === undefined ? [runningView(run, words)] : endedViews(run, words);
}

/** Who cancels one. */
type Stopping = Pick<CommandContext, 'engine' | 'guildId' | 'actor' | 'audit'> & { readonly words?: Words | undefined };

/** Cancels the run that a button names, if it still runs. */
export async function stopReindex(
  runId: string,
  { engine, guildId, actor, audit, words = ENGLISH }: Stopping,
): Promise<MessageView[]> {
  const run = runsOf(engine).running(guildId);
  if (run?.id !== runId) return [notice(words.text('reindex.over'))];
  const isFirst = run.cancelledBy === undefined;
  run.cancelledBy ??= actor;
  await Promise.all(run.collections.map((collection) => engine.cancelChange(collection)));
  if (isFirst) await audit?.('cancel', `reindex of ${run.collections.map(({ name }) => name).join(', ')}`);
  return [notice(words.text('reindex.stopping'))];
}

async function reindexAll(run: ReindexRun, context: CommandContext, full: boolean): Promise<ChangeReport> {
  const { engine, actor, words = ENGLISH } = context;
  let report = NOTHING;
  for (const collection of run.collections) {
    try {
      // Cancelled between two of them: the next one is not begun.
      if (run.cancelledBy !== undefined) throw failure('cancelled', { what: 'The reindex was cancelled' });
      const done = await engine.reindex({ collection, actor, full }, (step) => {
        run.latest = step;
        context.update(runningView(run, words));
      });
      report = joined(report, done);
    } catch (thrown) {
      const { code, message, details, cause } = asVerbatimError(thrown);
      throw new VerbatimError(
        code,
        message,
        { ...details, report: joined(report, endOf(thrown).report) },
        cause ?? thrown,
      );
    }
  }
  return report;
}

/** A change that ends early says what it did until then. */
function endOf(thrown: unknown): { readonly code: ErrorCode; readonly report: ChangeReport } {
  const { code, details } = asVerbatimError(thrown);
  return { code, report: (details['report'] as ChangeReport | undefined) ?? NOTHING };
}

function joined(one: ChangeReport, other: ChangeReport): ChangeReport {
  const sum = (left = 0, right = 0): number => left + right;
  const [leftOut, prepared] = [sum(one.leftOut, other.leftOut), sum(one.prepared, other.prepared)];
  return {
    added: [...one.added, ...other.added],
    changed: [...one.changed, ...other.changed],
    removed: [...one.removed, ...other.removed],
    unchanged: [...one.unchanged, ...other.unchanged],
    failed: [...one.failed, ...other.failed],
    ...(leftOut > 0 && { leftOut }),
    ...(prepared > 0 && { prepared }),
  };
}

function begunLine({ actor, begunAt }: ReindexRun, words: Words): string {
  return words.text('reindex.begunBy', { who: actorShown(actor, words), when: momentShown(begunAt) });
}

function runningView(run: ReindexRun, words: Words, first?: string): MessageView {
  const body =
    run.latest === undefined ? words.text('reindex.waits') : progress(run.latest, words).embeds?.[0]?.description;
  const lines = [...(first === undefined ? [] : [first]), body ?? '', `-# ${begunLine(run, words)}`];
  const cancelling = run.cancelledBy === undefined ? [] : [words.text('reindex.stopping')];
  const view = notice([...lines, ...cancelling].join('\n'));
  if (run.cancelledBy !== undefined) return view;
  const stop = button(words.text('button.stop'), { kind: 'stop', run: run.id });
  return { ...view, components: [{ type: ComponentType.ActionRow, components: [stop] }] };
}

function endedViews(run: ReindexRun, words: Words, before?: ReindexRun): MessageView[] {
  const { report, isWhole } = run.end ?? { report: NOTHING, isWhole: false };
  const isEmpty = (['added', 'changed', 'removed', 'unchanged', 'failed'] as const).every(
    (kind) => report[kind].length === 0,
  );
  if (isWhole && isEmpty) return [notice(words.text('reindex.nothing'), COLOURS.abstention)];
  const who = run.cancelledBy;
  const notes = [
    ...(who === undefined ? [] : [words.text('reindex.cancelledBy', { who: actorShown(who, words) })]),
    ...(isWhole ? [] : [words.text('reindex.stays')]),
    begunLine(run, words),
    ...(before?.end === undefined ? [] : [beforeLine(before, before.end.report, words)]),
  ];
  return changeReport(report, words, { notes, ...(isWhole ? {} : { title: words.text('reindex.stopped') }) });
}

/** So that a report which came too late for its own message is not lost. */
function beforeLine({ actor, begunAt }: ReindexRun, report: ChangeReport, words: Words): string {
  const values = { who: actorShown(actor, words), when: momentShown(begunAt), counts: reportCounts(report, words) };
  return words.text('reindex.before', values);
}
