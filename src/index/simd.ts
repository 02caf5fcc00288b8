/**
 * Inner products of one vector with many as 8-bit codes (see `codes.ts`), four rows side by side: a WebAssembly function, put
 * together here byte by byte since it is a hundred instructions and no toolchain is worth those. Numbers are the binary
 * format's own (webassembly.github.io/spec/core/binary).
 *
 * scan(row, quads, rowBytes, query, scales, queryScale, out): for each of `quads` times four rows of `rowBytes` codes from
 * address `row` on, writes to `out` and the addresses after it, as float32, the row's inner product with the 16-bit
 * numbers at `query`, times the row's own scale at `scales` (float32) and `queryScale`; 0 for what is below. After the last
 * come four numbers of which one is the highest of all.
 */

const OP = { block: 0x02, loop: 0x03, end: 0x0b, br: 0x0c, brIf: 0x0d, get: 0x20, set: 0x21, tee: 0x22 } as const;
const I32 = { type: 0x7f, const: 0x41, eqz: 0x45, lessUnsigned: 0x49, add: 0x6a, sub: 0x6b } as const;
const F32_TYPE = 0x7d;
const VOID = 0x40;
const V128 = 0x7b;
const SIMD = 0xfd;
const LANES = {
  load: [SIMD, 0x00],
  /** Eight signed bytes as 16-bit numbers. */
  loadWide: [SIMD, 0x01],
  store: [SIMD, 0x0b],
  shuffle: [SIMD, 0x0d],
  splat: [SIMD, 0x13],
  add: [SIMD, 0xae, 0x01],
  /** Products of 16-bit numbers, neighbours added up to 32 bits. */
  dot: [SIMD, 0xba, 0x01],
  multiply: [SIMD, 0xe6, 0x01],
  toFloat: [SIMD, 0xfa, 0x01],
  higher: [SIMD, 0xeb, 0x01],
};

/** Codes that one turn of the inner loop takes of a row: the length of a row must be a multiple of it. */
export const TURN = 32;
/** Rows that are read side by side. */
export const SIDE_BY_SIDE = 4;
const STEP = 8;

/**
 * Parameters, then locals: where the first row ends, the place within the query, the other three rows; sums, numbers of the
 * query, zeros, the highest scores.
 */
const [ROW, QUADS, ROW_BYTES, QUERY, SCALES, QUERY_SCALE, OUT] = [0, 1, 2, 3, 4, 5, 6] as const;
const [ROW_END, AT, SECOND, THIRD, FOURTH, SUM, NUMBERS, ZERO, HIGHEST] = [7, 8, 9, 10, 11, 12, 16, 17, 18] as const;
const ROWS = [ROW, SECOND, THIRD, FOURTH];
const SUMS = [SUM, SUM + 1, SUM + 2, SUM + 3] as const;

export type Scan = (
  ...given: [
    row: number,
    quads: number,
    rowBytes: number,
    query: number,
    scales: number,
    queryScale: number,
    out: number,
  ]
) => void;

/** Memory that the function can work in. */
export interface Memory {
  readonly buffer: ArrayBuffer;
}

/** What we use of the global of that name, which Node's types leave out. */
interface Assembly {
  validate(bytes: Uint8Array): boolean;
  readonly Memory: new (size: { readonly initial: number }) => Memory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
}

const assembly = (globalThis as unknown as { readonly WebAssembly: Assembly }).WebAssembly;
const PAGE_BYTES = 65_536;

/**
 * At least so many bytes, or undefined when they cannot be had: past four gigabytes, or where a process may not reserve the
 * addresses, of which V8 takes ten gigabytes a memory.
 */
export function createMemory(bytes: number): Memory | undefined {
  try {
    return new assembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The function over a memory, or undefined where there is no SIMD. */
export function compileScan(memory: Memory): Scan | undefined {
  const bytes = moduleBytes();
  if (!assembly.validate(bytes)) return undefined;
  const instance = new assembly.Instance(new assembly.Module(bytes), { m: { m: memory } });
  return instance.exports['f'] as Scan;
}

function moduleBytes(): Uint8Array {
  const locals = vector([
    [SUM - ROW_END, I32.type],
    [HIGHEST + 1 - SUM, V128],
  ]);
  const body = [...locals, ...instructions()];
  const name = 0x6d;
  const parameters = [...Array.from({ length: 5 }, () => [I32.type]), [F32_TYPE], [I32.type]];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector([[0x60, ...vector(parameters), 0]])),
    ...section(2, vector([[1, name, 1, name, 0x02, 0x00, 0x01]])),
    ...section(3, vector([[0]])),
    ...section(7, vector([[1, 0x66, 0x00, 0x00]])),
    ...section(10, vector([[...unsigned(body.length), ...body]])),
  ]);
}

function instructions(): number[] {
  const add = (local: number, number: readonly number[]): number[] => [...get(local), ...number, I32.add];
  const advance = (local: number, bytes: number): number[] => [...add(local, constant(bytes)), OP.set, local];
  const step = (at: number): number[] => [
    ...[...get(AT), ...LANES.load, 4, ...unsigned(2 * at), OP.set, NUMBERS],
    ...SUMS.flatMap((sum, index) => [
      ...[...get(sum), ...get(ROWS[index] as number), ...LANES.loadWide, 3, ...unsigned(at)],
      ...[...get(NUMBERS), ...LANES.dot, ...LANES.add, OP.set, sum],
    ]),
  ];
  const steps = Array.from({ length: TURN / STEP }, (_, index) => index * STEP);
  return [
    ...[OP.block, VOID, OP.loop, VOID],
    ...[...get(QUADS), I32.eqz, OP.brIf, 1],
    ...SUMS.flatMap((sum) => [...get(ZERO), OP.set, sum]),
    ...[...get(QUERY), OP.set, AT],
    ...[...add(ROW, get(ROW_BYTES)), OP.tee, ROW_END, OP.set, SECOND],
    ...[...add(SECOND, get(ROW_BYTES)), OP.set, THIRD],
    ...[...add(THIRD, get(ROW_BYTES)), OP.set, FOURTH],
    ...[OP.loop, VOID],
    ...steps.flatMap(step),
    ...[...advance(AT, 2 * TURN), ...advance(SECOND, TURN), ...advance(THIRD, TURN), ...advance(FOURTH, TURN)],
    ...[...add(ROW, constant(TURN)), OP.tee, ROW, ...get(ROW_END), I32.lessUnsigned, OP.brIf, 0, OP.end],
    ...[...get(OUT), ...totals(), ...LANES.toFloat],
    ...[...get(SCALES), ...LANES.load, 4, 0, ...LANES.multiply],
    ...[...get(QUERY_SCALE), ...LANES.splat, ...LANES.multiply, ...get(ZERO), ...LANES.higher, OP.tee, NUMBERS],
    ...[...LANES.store, 4, 0, ...get(HIGHEST), ...get(NUMBERS), ...LANES.higher, OP.set, HIGHEST],
    ...[...advance(OUT, 16), ...advance(SCALES, 16), ...get(FOURTH), OP.set, ROW],
    ...[...get(QUADS), ...constant(1), I32.sub, OP.set, QUADS, OP.br, 0],
    ...[OP.end, OP.end, ...get(OUT), ...get(HIGHEST), ...LANES.store, 4, 0, OP.end],
  ];
}

/** The lanes of each sum added up: one lane for each row. */
function totals(): number[] {
  const [one, two, three, four] = SUMS;
  const paired = (left: number, right: number): number[] => [
    ...[...get(left), ...get(right), ...shuffle(0, 4, 1, 5)],
    ...[...get(left), ...get(right), ...shuffle(2, 6, 3, 7), ...LANES.add],
  ];
  return [
    ...[...paired(one, two), OP.set, one, ...paired(three, four), OP.set, three],
    ...[...get(one), ...get(three), ...shuffle(0, 1, 4, 5)],
    ...[...get(one), ...get(three), ...shuffle(2, 3, 6, 7), ...LANES.add],
  ];
}

/** Picks four 32-bit lanes of two vectors: 0 to 3 of the one, 4 to 7 of the other. */
function shuffle(...lanes: readonly [number, number, number, number]): number[] {
  return [...LANES.shuffle, ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte))];
}

function get(local: number): number[] {
  return [OP.get, local];
}

function constant(value: number): number[] {
  return [I32.const, ...signed(value)];
}

function vector(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function section(id: number, body: readonly number[]): number[] {
  return [id, ...unsigned(body.length), ...body];
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** Signed LEB128 of a number that is not negative. */
function signed(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >>> 7)];
}
