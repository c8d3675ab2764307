const ALLOWED = new Set(['http:', 'https:', 'mailto:']);

/**
 * The address of a link in a model's answer, or null if it may not be followed: only complete web and mail addresses
 * are, so that nothing an answer says can run a script, call into this app or name a file of the device.
 */
export function safeUrl(value: string): string | null {
  if (!URL.canParse(value)) {
    return null;
  }
  const url = new URL(value);
  return ALLOWED.has(url.protocol) ? url.href : null;
}
