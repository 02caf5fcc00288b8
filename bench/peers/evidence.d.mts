export const WORDS: number;
export function showsWithin(
  texts: readonly string[],
  evidence: readonly string[],
  comparable: (text: string) => string,
): boolean;
export function longestRun(shown: readonly string[], wanted: readonly string[]): number;
