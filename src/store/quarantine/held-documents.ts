import { HeldContent } from '../../flows/quarantine/held-content.ts';
import type {
  HeldDelivery,
  HeldReading,
  HeldReasons,
} from '../../flows/quarantine/held-delivery.ts';
import type { Draft } from '../draft.ts';
import { seal, SealBroken, unseal } from '../seal.ts';

/** Where a held delivery stands; part of what its seals bind. */
export interface HeldAt {
  readonly org: string;
  readonly delivery: string;
}

/** The parts of a held delivery as they stand in the database. */
export interface SealedParts {
  readonly reasons: Buffer;
  readonly reading: Buffer;
  readonly content: Buffer;
}

/** Puts what was found of a delivery into a draft, sealed under the key of its source. */
export function draftReading(draft: Draft, key: Buffer, at: HeldAt, reading: HeldReading): object {
  const { mapping, codes, reasons, dossiers } = reading;
  const r = draft.add(seal(key, JSON.stringify(reasons), context(at, 'reasons')));
  const d = draft.add(seal(key, JSON.stringify(dossiers), context(at, 'reading')));
  return { mapping, codes: JSON.stringify(codes), ra: r.a, rn: r.n, da: d.a, dn: d.n };
}

/** Puts the body of a delivery into a draft. */
export function draftContent(draft: Draft, key: Buffer, at: HeldAt, content: HeldContent): object {
  return { ...draft.add(seal(key, HeldContent.bytesOf(content), context(at, 'content'))) };
}

/** Opens a held delivery; undefined when it was sealed under a key that was destroyed since. */
export function openHeld(
  key: Buffer,
  at: HeldAt,
  { reasons, reading, content }: SealedParts,
): HeldDelivery['opened'] {
  try {
    return {
      reasons: JSON.parse(text(unseal(key, reasons, context(at, 'reasons')))) as HeldReasons,
      dossiers: JSON.parse(text(unseal(key, reading, context(at, 'reading')))) as string[],
      content: new HeldContent(unseal(key, content, context(at, 'content'))),
    };
  } catch (error) {
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
}

function text(bytes: Buffer): string {
  return bytes.toString('utf8');
}

function context({ org, delivery }: HeldAt, part: keyof SealedParts): string {
  return JSON.stringify(['held', part, org, delivery]);
}
