// A page as a PNG, by the browser that is installed: Chromium draws itself, so no driver is needed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const WIDTH = 640;
const SCALE = 1.25;
/** The page says its own height, since a screenshot is of a window and not of a page. */
const MEASURE = '<script>document.title = document.querySelector("main").offsetHeight;</script>';

/** The browser of `CHROMIUM`, or the first one found; throws with what to install. */
export function findBrowser() {
  const names = process.env.CHROMIUM === undefined ? NAMES : [process.env.CHROMIUM];
  const found = names.find((name) => spawnSync(name, ['--version']).status === 0);
  if (found !== undefined) return found;
  throw new Error(
    `No browser found (tried ${names.join(', ')}). Install one, on Debian: apt-get install chromium fonts-noto-core fonts-noto-color-emoji. Or name yours in CHROMIUM.`,
  );
}

export function screenshot(browser, html, file) {
  const folder = mkdtempSync(join(tmpdir(), 'verbatim-picture-'));
  try {
    const source = join(folder, 'page.html');
    writeFileSync(source, html + MEASURE);
    const url = pathToFileURL(source).href;
    const run = (...args) => browse(browser, [`--user-data-dir=${folder}`, ...args, url]);
    const height = Number(/<title>(\d+)<\/title>/.exec(run('--dump-dom'))?.[1]);
    if (!Number.isInteger(height)) throw new Error(`${browser} did not measure the page.`);
    run(`--screenshot=${file}`, `--window-size=${WIDTH},${height}`, `--force-device-scale-factor=${SCALE}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function browse(browser, args) {
  // Without a sandbox, since only our own page is opened, and containers rarely allow one.
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', `--window-size=${WIDTH},800`];
  const { status, stdout, stderr } = spawnSync(browser, [...flags, ...args], { encoding: 'utf8', timeout: 60_000 });
  if (status !== 0) throw new Error(`${browser} ended with ${status}: ${stderr}`);
  return stdout;
}
