export const NEAREST: number;
export function recallOf(found: readonly { readonly score: number }[], lastScore: number): number;
