/** Each a list over repeats, or one number. */
export type Figures = { readonly size: number } & Readonly<Record<string, number | readonly number[]>>;

export function figuresOf(found: object): Figures;
export function withMemory(found: readonly Figures[], model: { readonly dimensions: number }): readonly Figures[];
export function printed(
  found: readonly Figures[],
  run: { readonly each: number; readonly rounds: number; readonly facts: object },
): string;
