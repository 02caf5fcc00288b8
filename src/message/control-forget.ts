/**
 * The button that confirms `/forget-me`, as its `custom_id`. It carries nobody's name: whoever presses it is forgotten, and
 * nobody else can be.
 *
 *     v1:forget
 */

export interface ForgetControl {
  readonly kind: 'forget';
}

export function encodeForget(_control: ForgetControl): string {
  return 'v1:forget';
}

/** Undefined for what is not this button. */
export function decodeForget(text: string): ForgetControl | undefined {
  return text === 'v1:forget' ? { kind: 'forget' } : undefined;
}
