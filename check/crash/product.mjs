// The built program, piece by piece, from `dist` or another folder that holds a build.
import { pathToFileURL } from 'node:url';

export const DEFAULT_DIST = new URL('../../dist', import.meta.url).pathname;

export async function product(dist) {
  const from = (file) => import(pathToFileURL(`${dist}/src/${file}`).href);
  const parts = await Promise.all([
    from('engine/writing.js'),
    from('engine/reading.js'),
    from('engine/looking-ahead.js'),
    from('index/writer.js'),
    from('index/reader.js'),
    from('text/terms.js'),
  ]);
  return Object.assign({}, ...parts);
}
