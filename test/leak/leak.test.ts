/**
 * Nobody reads what they may not: thousands of acts through every surface, and every word that was sent is judged by an
 * oracle of its own. `VERBATIM_LEAK_ACTS` and `VERBATIM_LEAK_SEED` make the day longer, or another.
 */
import { expect, it } from 'vitest';
import { spendDay } from './day.js';

const { VERBATIM_LEAK_ACTS: wanted = '5000', VERBATIM_LEAK_SEED: seed = '20260601' } = process.env;
const acts = Number(wanted);

it(`tells nobody anything that is not for them, in ${acts} acts`, { timeout: 600_000 }, async () => {
  const day = await spendDay({ seed: Number(seed), acts });
  if (process.env['VERBATIM_LEAK_TELL'] !== undefined) {
    const counts = Object.fromEntries([...day.counts].sort(([one], [other]) => one.localeCompare(other)));
    process.stderr.write(
      `${JSON.stringify({ ...day, counts, leaks: day.leaks.slice(0, 5), troubles: day.troubles.slice(0, 5), refusals: day.refusals.slice(0, 5) }, undefined, 1)}\n`,
    );
    process.stderr.write(
      `${day.leaks.length} leaks, ${day.troubles.length} troubles, ${day.refusals.length} refusals\n`,
    );
  }
  expect(day.leaks).toEqual([]);
  // Nor did anything fail: only strangers were looked up in vain, for whom direct messages share no server.
  expect(day.troubles).toEqual([]);
  expect(day.refusals.filter(({ path }) => !path.includes('/members/'))).toEqual([]);
  expect(day.telling).toBeGreaterThan(acts / 4);
});
