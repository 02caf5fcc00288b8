// Lets a process kill itself at an exact instant: before or after its n-th file operation inside the index, its n-th graph
// half written, or its n-th database statement. Import it before the program, whose modules then see what is wrapped here.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import BetterSqlite from 'better-sqlite3';
import hnswlib from 'hnswlib-node';

const FILE_CALLS = ['renameSync', 'writeFileSync', 'rmSync', 'unlinkSync'];

/** A line to the parent, written before anything else happens. */
export function say(line) {
  original.writeSync(1, `${line}\n`);
}

const original = { writeSync: fs.writeSync, writeFileSync: fs.writeFileSync };
const die = () => process.kill(process.pid, 'SIGKILL');

/** `kill`: `{on: 'files' | 'statements' | 'torn', nth, when: 'before' | 'after'}`, or nothing. Gives the counts so far. */
export function arm({ dataDir, kill }) {
  const counts = { files: 0, statements: 0, torn: 0 };
  const at = (kind, work, half) => {
    counts[kind] += 1;
    const isNow = kill?.on === kind && counts[kind] === kill.nth;
    if (isNow && kill.when === 'before') die();
    const result = work();
    if (isNow) die();
    if (half !== undefined && kill?.on === 'torn' && ++counts.torn === kill.nth) half();
    return result;
  };
  wrapFiles(dataDir, at);
  wrapGraphs(at);
  wrapStatements(at);
  return counts;
}

function wrapFiles(dataDir, at) {
  for (const name of FILE_CALLS) {
    const call = fs[name];
    fs[name] = (...args) => {
      if (typeof args[0] === 'string' && !args[0].startsWith(dataDir)) return call(...args);
      return at('files', () => call(...args));
    };
  }
  const { open } = fs.promises;
  fs.promises.open = (...args) => at('files', () => open(...args));
  syncBuiltinESMExports();
}

function tear(file) {
  fs.truncateSync(file, Math.floor(fs.statSync(file).size / 2));
  die();
}

/** The graph library writes its files itself. */
function wrapGraphs(at) {
  const Graph = hnswlib.HierarchicalNSW;
  hnswlib.HierarchicalNSW = class extends Graph {
    async writeIndex(file) {
      say('begin save');
      at('files', () => undefined);
      await super.writeIndex(file);
      at(
        'files',
        () => undefined,
        () => tear(file),
      );
    }
  };
}

function wrapStatements(at) {
  const { exec } = BetterSqlite.prototype;
  BetterSqlite.prototype.exec = function counted(...args) {
    return at('statements', () => exec.apply(this, args));
  };
  const database = new BetterSqlite(':memory:');
  const statement = Object.getPrototypeOf(database.prepare('SELECT 1'));
  database.close();
  const { run } = statement;
  statement.run = function counted(...args) {
    tellBefore(this.source);
    const result = at('statements', () => run.apply(this, args));
    tellAfter(this.source);
    return result;
  };
}

/** Parts of housekeeping are known by what they write; each ends with its transaction. */
const PARTS = [
  ['compact', /DELETE FROM (posting_block|vector|preparation)/],
  ['merge', /INTO posting_block/],
  ['name', /INTO graph /],
];
let part;

function tellBefore(sql) {
  const found = part ?? PARTS.find(([, pattern]) => pattern.test(sql))?.[0];
  // A graph is written, and safe on the disk, until a row names it.
  if (found === 'name') say('end save');
  if (found !== part) say(`begin ${found}`);
  part = found;
}

function tellAfter(sql) {
  if (part === undefined || !/^(COMMIT|ROLLBACK)/.test(sql)) return;
  say(`end ${part}`);
  part = undefined;
}

/** Makes every transaction a mere sequence of statements: what the check must notice. */
export function breakTransactions() {
  BetterSqlite.prototype.transaction = (work) => Object.assign((...args) => work(...args), { immediate: work });
}
