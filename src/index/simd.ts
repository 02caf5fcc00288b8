/**
 * Inner products of one vector with many, sixteen numbers at a time: a WebAssembly function, put together here byte by byte
 * since it is thirty instructions and no toolchain is worth those. Numbers are the binary format's own
 * (webassembly.github.io/spec/core/binary).
 *
 * scan(row, rows, rowBytes, query, out): for each of `rows` rows of `rowBytes` bytes from address `row` on, writes its inner
 * product with the row at `query` to `out` and the addresses after it, as float32.
 */

const OP = { block: 0x02, loop: 0x03, end: 0x0b, br: 0x0c, brIf: 0x0d, get: 0x20, set: 0x21, tee: 0x22 } as const;
const I32 = { type: 0x7f, store32: 0x38, const: 0x41, eqz: 0x45, lessUnsigned: 0x49, add: 0x6a, sub: 0x6b } as const;
const F32_ADD = 0x92;
const VOID = 0x40;
const V128 = 0x7b;
const SIMD = 0xfd;
const LANES = {
  load: [SIMD, 0x00],
  zero: [SIMD, 0x0c],
  extract: [SIMD, 0x1f],
  add: [SIMD, 0xe4, 0x01],
  mul: [SIMD, 0xe6, 0x01],
};

/** Numbers that one turn of the inner loop takes: dimensions must be a multiple of it. */
export const LANE_NUMBERS = 16;
const TURN_BYTES = LANE_NUMBERS * Float32Array.BYTES_PER_ELEMENT;

/** Parameters, then locals: where the row ends, the place within the query, four sums of four lanes each. */
const [ROW, ROWS, ROW_BYTES, QUERY, OUT, ROW_END, AT, SUM] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const SUMS = [SUM, SUM + 1, SUM + 2, SUM + 3];

export type Scan = (...places: [row: number, rows: number, rowBytes: number, query: number, out: number]) => void;

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
    [2, I32.type],
    [SUMS.length, V128],
  ]);
  const body = [...locals, ...instructions()];
  const name = 0x6d;
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector([[0x60, ...vector(Array.from({ length: 5 }, () => [I32.type])), 0]])),
    ...section(2, vector([[1, name, 1, name, 0x02, 0x00, 0x01]])),
    ...section(3, vector([[0]])),
    ...section(7, vector([[1, 0x66, 0x00, 0x00]])),
    ...section(10, vector([[...unsigned(body.length), ...body]])),
  ]);
}

function instructions(): number[] {
  const add = (local: number, bytes: number): number[] => [...get(local), ...constant(bytes), I32.add];
  const product = (sum: number, at: number): number[] => [
    ...[...get(sum), ...get(ROW), ...LANES.load, 4, ...unsigned(at)],
    ...[...get(AT), ...LANES.load, 4, ...unsigned(at), ...LANES.mul, ...LANES.add, OP.set, sum],
  ];
  const lane = (at: number): number[] => [...get(SUM), ...LANES.extract, at, ...(at === 0 ? [] : [F32_ADD])];
  const [one, two, three, four] = SUMS as [number, number, number, number];
  return [
    ...[OP.block, VOID, OP.loop, VOID],
    ...[...get(ROWS), I32.eqz, OP.brIf, 1],
    ...SUMS.flatMap((sum) => [...LANES.zero, ...Array.from({ length: 16 }, () => 0), OP.set, sum]),
    ...[...get(QUERY), OP.set, AT, ...get(ROW), ...get(ROW_BYTES), I32.add, OP.set, ROW_END],
    ...[OP.loop, VOID],
    ...SUMS.flatMap((sum, index) => product(sum, index * 16)),
    ...[...add(AT, TURN_BYTES), OP.set, AT],
    ...[...add(ROW, TURN_BYTES), OP.tee, ROW, ...get(ROW_END), I32.lessUnsigned, OP.brIf, 0, OP.end],
    ...[...get(one), ...get(two), ...LANES.add, ...get(three), ...get(four), ...LANES.add, ...LANES.add, OP.set, SUM],
    ...[...get(OUT), ...[0, 1, 2, 3].flatMap(lane), I32.store32, 2, 0],
    ...[...add(OUT, 4), OP.set, OUT, ...get(ROWS), ...constant(1), I32.sub, OP.set, ROWS, OP.br, 0],
    ...[OP.end, OP.end, OP.end],
  ];
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
