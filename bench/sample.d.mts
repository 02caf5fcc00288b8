export function sampleDocuments(count: number): readonly (readonly [name: string, text: string])[];
