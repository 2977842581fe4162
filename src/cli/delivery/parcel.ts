/** Where a thing stands that the gateway speaks of: a file, and the place in it. */
export interface FilePlace {
  readonly file: string;
  readonly place: string;
}

/** What is sent in one request. */
export interface Parcel {
  /** How people call it: the file, or the part of several. */
  readonly name: string;
  readonly files: readonly string[];
  /**
   * What must be sent in order: parcels that share one of these wait for each other. `undefined`:
   * nobody knows what is in it, so it waits for all before it, and all after it wait.
   */
  readonly keys: ReadonlySet<string> | undefined;
  readonly mediaType: string;
  /** @throws the system's error when a file cannot be read */
  load(): Promise<Uint8Array>;
  /** From a place in the answer to the file in which it is. */
  placeOf(place: string): FilePlace;
}

/** True when what the two hold must be sent in order. */
export function mustWait(one: Parcel, other: Parcel): boolean {
  if (!one.keys || !other.keys) return true;
  const [few, many] =
    one.keys.size < other.keys.size ? [one.keys, other.keys] : [other.keys, one.keys];
  for (const key of few) if (many.has(key)) return true;
  return false;
}
