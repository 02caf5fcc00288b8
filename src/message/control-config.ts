/**
 * The buttons that turn the pages of a server's settings, as their `custom_id`. Apart from `controls`, because settings are a
 * moderator's to read, and what is shown is what they are when the button is pressed.
 *
 *     v1:config:<page>
 *
 * Pages are written to base 36.
 */

export interface ConfigControl {
  readonly kind: 'config';
  /** From 0. */
  readonly page: number;
}

const CONFIG = /^v1:config:(0|[1-9a-z][0-9a-z]{0,5})$/;

export function encodeConfig({ page }: ConfigControl): string {
  return `v1:config:${page.toString(36)}`;
}

export function decodeConfig(text: string): ConfigControl | undefined {
  const [, page] = CONFIG.exec(text) ?? [];
  return page === undefined ? undefined : { kind: 'config', page: Number.parseInt(page, 36) };
}
