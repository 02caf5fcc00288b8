/** Installs the peers beside the benchmark when they are not there as `bench/package.json` names them. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const BENCH = join(import.meta.dirname, '..');

/** Gives the peers' versions by name. Throws when `npm ci` fails. */
export function installPeers() {
  const { dependencies } = packageIn(BENCH);
  if (!Object.entries(dependencies).every(([name, version]) => installedVersion(name) === version)) {
    // Its words are progress: standard output is for the report alone.
    const installed = spawnSync('npm', ['ci', '--prefix', BENCH, '--no-audit', '--no-fund'], {
      stdio: ['ignore', 2, 2],
    });
    if (installed.status !== 0) throw new Error(`Could not install the peers: npm ci --prefix bench failed`);
  }
  return dependencies;
}

function installedVersion(name) {
  try {
    return packageIn(join(BENCH, 'node_modules', name)).version;
  } catch {
    return undefined;
  }
}

function packageIn(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
