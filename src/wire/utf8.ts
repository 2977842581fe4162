const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text of bytes in UTF-8, a byte order mark included. Runs wherever there is JavaScript: readers
 * of this room also work in a supplier's browser.
 * @returns undefined when the bytes are no valid UTF-8; nothing is repaired
 */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return STRICT.decode(bytes);
  } catch {
    return undefined;
  }
}
