// Counts kills by phase and by what the process was doing, decides which phase comes next, and prints the table.

export class Tally {
  violations = 0;
  #kills;
  #rows;

  constructor({ kills, phases }) {
    this.#kills = kills;
    const total = phases.reduce((sum, { weight }) => sum + weight, 0);
    this.#rows = new Map(
      phases.map(({ name, weight }) => {
        const wanted = Math.ceil((kills * weight) / total);
        return [name, { wanted, kills: 0, clock: 0, call: 0, runs: 0, promises: 0, faults: 0, at: {} }];
      }),
    );
  }

  get kills() {
    return this.#total('kills');
  }

  get isDone() {
    return this.kills >= this.#kills && this.missing.length === 0;
  }

  /** Phases that were not killed yet. */
  get missing() {
    return [...this.#rows].filter(([, row]) => row.kills === 0).map(([name]) => name);
  }

  /** A phase that wants kills, the neediest most often. */
  next(random) {
    const needy = [...this.#rows].filter(([, { kills, wanted }]) => kills < wanted);
    const tickets = needy.flatMap(([name, { kills, wanted }]) => new Array(wanted - kills).fill(name));
    return tickets.length === 0 ? 'ingest' : random.pick(tickets);
  }

  count(phase, { run, aim, promises, faults }) {
    const row = this.#rows.get(phase) ?? this.#rows.values().next().value;
    row.runs += 1;
    row.faults += faults.length;
    this.violations += faults.length;
    if (!run.killed) return;
    row.kills += 1;
    row.promises += promises;
    row[aim.kill === undefined ? 'clock' : 'call'] += 1;
    row.at[run.last] = (row.at[run.last] ?? 0) + 1;
  }

  table() {
    const heads = ['phase', 'kills', 'by clock', 'by call', 'while', 'printed before', 'runs to the end', 'violations'];
    const rows = [...this.#rows].map(([name, row]) => [
      name,
      row.kills,
      row.clock,
      row.call,
      Object.entries(row.at)
        .map(([place, count]) => `${place} ${count}`)
        .join(', '),
      row.promises,
      row.runs - row.kills,
      row.faults,
    ]);
    const sum = (at) => rows.reduce((total, row) => total + (Number(row[at]) || 0), 0);
    rows.push(['all', sum(1), sum(2), sum(3), '', sum(5), sum(6), sum(7)]);
    return [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
  }

  #total(field) {
    return [...this.#rows.values()].reduce((sum, row) => sum + row[field], 0);
  }
}
