/** A table for the terminal that is Markdown as well, so that it can be pasted into the README as it stands. */

/** `columns` are headings; one that begins with `<` is aligned left (and shown without it), the others right. Cells are texts. */
export function table(columns, rows) {
  const left = columns.map((heading) => heading.startsWith('<'));
  const headings = columns.map((heading) => heading.replace(/^</, ''));
  const widths = headings.map((heading, at) => Math.max(3, heading.length, ...rows.map((row) => row[at].length)));
  const pad = (cell, at) => (left[at] ? cell.padEnd(widths[at]) : cell.padStart(widths[at]));
  const line = (cells) => `| ${cells.map(pad).join(' | ')} |`;
  const rule = widths.map((width, at) => (left[at] ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(headings), line(rule), ...rows.map(line)].join('\n');
}

/** A number with three significant digits and no exponent: 1234, 56.7, 0.089. */
export function significant(value, digits = 3) {
  if (!Number.isFinite(value)) return '-';
  if (value === 0) return '0';
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(decimals, 6));
}

/** A median with its range, `12.3 (11.9-14.0)`; of one repeat alone just that. */
export function ranged({ median, least, most, repeats }, text = significant) {
  return repeats === 1 ? text(median) : `${text(median)} (${text(least)}-${text(most)})`;
}

/** A share as the field writes it: `.853`. */
export function shareText(value) {
  if (value === undefined || !Number.isFinite(value)) return '-';
  return value.toFixed(3).replace(/^(-?)0\./, '$1.');
}

/** Bytes in MiB. */
export function mebibytes(bytes) {
  return significant(bytes / 2 ** 20);
}
