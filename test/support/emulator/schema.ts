/**
 * Checks a request body against Discord's own specification. Alone because it is the one importer of the
 * specification, and the rules that the specification does not state are in `limits.ts`.
 */
import * as specification from 'discord-api-spec/zod';
import { type FormProblem, Refusal } from './refusal.js';

export type BodyName = keyof typeof specification;
type Issue = Extract<
  ReturnType<(typeof specification)[BodyName]['safeParse']>,
  { success: false }
>['error']['issues'][number];

const schemas: Readonly<Record<BodyName, (typeof specification)[BodyName]>> = specification;

/** Throws `Invalid Form Body` with every problem in its place, unless `body` is what `name` describes. */
export function checkShape(name: BodyName, body: unknown): void {
  const problems = shapeProblems(name, body);
  if (problems.length > 0) throw new Refusal('invalidForm', problems);
}

/** What the specification has against `body`; empty when it has nothing. */
export function shapeProblems(name: BodyName, body: unknown): FormProblem[] {
  const result = schemas[name].safeParse(body);
  return result.success ? [] : result.error.issues.flatMap((issue) => problemsOf(issue, []));
}

/** An alternative that failed is reported by the alternative that came nearest, which is the one that was meant. */
function problemsOf(issue: Issue, above: readonly (string | number)[]): FormProblem[] {
  const path = [...above, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  const alternatives = (issue.errors ?? []).filter((alternative) => alternative.length > 0);
  const nearest = alternatives.toSorted((a, b) => farness(a) - farness(b))[0];
  if (nearest === undefined) return [{ path, code: issue.code.toUpperCase(), message: issue.message }];
  return nearest.flatMap((inner) => problemsOf(inner, path));
}

/** A wrong `type` means another kind of component was meant. */
function farness(issues: readonly Issue[]): number {
  const wrongKind = issues.some((issue) => issue.path.length === 1 && issue.path[0] === 'type');
  return issues.length + (wrongKind ? 1000 : 0);
}
