/**
 * The commands that change or list what is stored: `ingest`, `reindex`, `undo`, `sources`, `export`. Progress goes to
 * standard error, the report to standard output.
 */
import path from 'node:path';
import type { ChangeRequest, Engine } from '../engine.js';
import { type ErrorData, failure, VerbatimError } from '../errors.js';
import type { ChangeReport } from '../model.js';
import { refuseUnknownCollection } from './collections.js';
import type { Invocation, Invoked } from './invocation.js';
import { createProgress, type ProgressDisplay } from './progress.js';
import { changesText, documentText, sourcesText } from './report.js';
import {
  aborted,
  EXIT,
  type ExitCode,
  hostCollection,
  jsonLine,
  type Surroundings,
  withEngine,
} from './surroundings.js';

/** Documents asked for at once while exporting: few, since each brings its whole text. */
const EXPORT_PAGE = 50;

/** Adds or refreshes documents. */
export function ingest(invoked: Invoked<'ingest'>, around: Surroundings): Promise<ExitCode> {
  const targets = invoked.targets.map((target) => absoluteTarget(target, around.cwd));
  return change(invoked, around, (engine, request, onProgress) =>
    engine.ingest({ ...request, targets, restoreRemoved: true }, onProgress),
  );
}

/** Brings the index up to date with its sources. */
export function reindex(invoked: Invoked<'reindex'>, around: Surroundings): Promise<ExitCode> {
  return change(invoked, around, (engine, request, onProgress) =>
    engine.reindex({ ...request, full: invoked.full }, onProgress),
  );
}

/** Takes back the last change. */
export function undo(invoked: Invoked<'undo'>, around: Surroundings): Promise<ExitCode> {
  return change(invoked, around, (engine, request) => engine.undo(request));
}

/** Takes one document out; `undo` brings it back. */
export function removeSource(invoked: Invoked<'sources-remove'>, around: Surroundings): Promise<ExitCode> {
  const { documentId } = invoked;
  return change(invoked, around, (engine, request) => engine.remove({ ...request, documentId }));
}

/** Deletes one document for good. */
export function eraseSource(invoked: Invoked<'sources-erase'>, around: Surroundings): Promise<ExitCode> {
  const { documentId } = invoked;
  return change(invoked, around, (engine, request) => engine.erase({ ...request, documentId }));
}

/** What is stored, without texts. */
export function listSources(invoked: Invoked<'sources-list'>, around: Surroundings): Promise<ExitCode> {
  return withEngine(around.open, async (engine) => {
    const documents = await engine.sources({ visible: [hostCollection(invoked)] });
    if (documents.length === 0) await refuseUnknownCollection(engine, invoked);
    await around.out.write(invoked.json ? jsonLine({ documents }) : sourcesText(documents, around.out));
    return EXIT.done;
  });
}

/** One document with its canonical text. */
export function showSource(invoked: Invoked<'sources-show'>, around: Surroundings): Promise<ExitCode> {
  return withEngine(around.open, async (engine) => {
    const { documentId, json } = invoked;
    const document = await engine.document({ documentId, visible: [hostCollection(invoked)] });
    if (document === undefined) {
      await refuseUnknownCollection(engine, invoked);
      const what = `There is no document '${documentId}' in the collection '${invoked.collection}'`;
      throw failure('not-found', { what, remedy: 'See what is stored: verbatim sources' });
    }
    await around.out.write(json ? jsonLine(document) : documentText(document, around.out));
    return EXIT.done;
  });
}

/** Every document, one JSON a line, whether or not JSON was asked for. */
export function exportAll(invoked: Invoked<'export'>, around: Surroundings): Promise<ExitCode> {
  return withEngine(around.open, async (engine) => {
    const request = { visible: [hostCollection(invoked)], limit: EXPORT_PAGE };
    let page = await engine.exportPage(request);
    if (page.length === 0) await refuseUnknownCollection(engine, invoked);
    while (page.length > 0) {
      for (const document of page) await around.out.write(jsonLine(document));
      const last = page[page.length - 1];
      page = last === undefined ? [] : await engine.exportPage({ ...request, after: last.id });
    }
    return EXIT.done;
  });
}

type Work = (
  engine: Engine,
  request: ChangeRequest,
  onProgress: Parameters<Engine['ingest']>[1],
) => Promise<ChangeReport>;

function change(invoked: Invocation, around: Surroundings, work: Work): Promise<ExitCode> {
  const { out, err, stop } = around;
  const progress = createProgress(err);
  // What scrolled by on this very terminal is not listed once more.
  const isListed = (): boolean => !(progress.hasLines() && err.isTerminal && out.isTerminal);
  const show = (report: ChangeReport, ended?: ErrorData): Promise<void> =>
    out.write(
      invoked.json
        ? jsonLine({ ...report, ...(ended && { ended }) })
        : changesText(report, out, { isListed: isListed() }),
    );
  return withEngine(
    () => around.open({ onWait: progress.note }),
    async (engine) => {
      const cancel = (): void => {
        progress.note('Stopping. What is stored stays; a second signal ends at once.');
        // It fails only when the change fails, which is told.
        engine.cancelChange().catch(() => {});
      };
      stop.addEventListener('abort', cancel, { once: true });
      const done = async (): Promise<void> => {
        stop.removeEventListener('abort', cancel);
        await progress.end();
      };
      try {
        const request = { collection: hostCollection(invoked), actor: 'cli' };
        // A name mistyped must not come to be; an ingest is how one comes to be.
        if (invoked.kind !== 'ingest') await refuseUnknownCollection(engine, invoked);
        const report = await work(engine, request, progress.onProgress).finally(done);
        await show(report);
        await tidyUp(engine, progress, stop);
        return report.failed.length > 0 ? EXIT.failed : EXIT.done;
      } catch (thrown) {
        await showEnded(thrown, show);
        throw thrown;
      }
    },
  );
}

/** Before the process goes away, so that the next question finds everything ready. Told to stop, it leaves the rest. */
async function tidyUp(engine: Engine, progress: ProgressDisplay, stop: AbortSignal): Promise<void> {
  progress.busy('Tidying up; a signal leaves the rest for later …');
  await Promise.race([engine.settle(), aborted(stop)]);
  await progress.end();
}

/** What a change did before it ended early, when it did anything. */
async function showEnded(thrown: unknown, show: (report: ChangeReport, ended: ErrorData) => Promise<void>) {
  if (!(thrown instanceof VerbatimError)) return;
  const { code, message, details } = thrown;
  const { report, ...others } = details as { readonly report?: ChangeReport };
  if (report !== undefined) await show(report, { code, message, details: others });
}

/** Paths and globs made absolute, their wildcards untouched; addresses stay as they are. */
function absoluteTarget(target: string, cwd: string): string {
  return /^[a-z][a-z\d+.-]+:\/\//i.test(target) ? target : path.resolve(cwd, target);
}
