import { createHash } from 'node:crypto';

/** Hash of a leaf: SHA-256(0x00 || data) (RFC 6962, section 2.1). */
export function leafHash(data: Uint8Array | string): Buffer {
  return createHash('sha256').update(Buffer.of(0)).update(data).digest();
}

/** Hash of an inner node: SHA-256(0x01 || left || right). */
function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();
}

/**
 * Root of the tree over these leaf hashes, in order; for no leaves SHA-256 of nothing.
 */
export function merkleRoot(leaves: readonly Uint8Array[]): Buffer {
  const [only] = leaves;
  if (!only) return createHash('sha256').digest();
  if (leaves.length === 1) return Buffer.from(only);
  const split = splitPoint(leaves.length);
  return nodeHash(merkleRoot(leaves.slice(0, split)), merkleRoot(leaves.slice(split)));
}

/**
 * Audit path of one leaf (RFC 6962, section 2.1.1), from the leaf's sibling up.
 * @throws RangeError when there is no such leaf
 */
export function inclusionProof(leaves: readonly Uint8Array[], index: number): readonly Buffer[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) {
    throw new RangeError('no such leaf');
  }
  if (leaves.length === 1) return [];
  const split = splitPoint(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...inclusionProof(left, index), merkleRoot(right)]
    : [...inclusionProof(right, index - split), merkleRoot(left)];
}

/** What an inclusion proof claims: this leaf stands at this place in a tree of this size. */
export interface InclusionClaim {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
}

/** Checks an inclusion proof (RFC 9162, section 2.1.3); false for anything that is not exact. */
export function verifyInclusion(claim: InclusionClaim, proof: readonly Uint8Array[]): boolean {
  const { index, size, leaf } = claim;
  const whole = Number.isSafeInteger(index) && Number.isSafeInteger(size);
  if (!whole || index < 0 || index >= size) return false;
  if ([leaf, ...proof].some((hash) => hash.length !== 32)) return false;
  return rootAlong({ leaf, index, size }, proof)?.equals(claim.root) ?? false;
}

/** The root that a path leads to; undefined when it is too short or too long for the tree. */
function rootAlong(
  { leaf, index, size }: Omit<InclusionClaim, 'root'>,
  path: readonly Uint8Array[],
): Buffer | undefined {
  const sibling = path.at(-1);
  if (size === 1) return sibling ? undefined : Buffer.from(leaf);
  if (!sibling) return undefined;
  const split = splitPoint(size);
  const onTheLeft = index < split;
  const below = onTheLeft
    ? { leaf, index, size: split }
    : { leaf, index: index - split, size: size - split };
  const own = rootAlong(below, path.slice(0, -1));
  return own && (onTheLeft ? nodeHash(own, sibling) : nodeHash(sibling, own));
}

/** Largest power of two smaller than n (n > 1). */
function splitPoint(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}
