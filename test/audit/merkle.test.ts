import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inclusionProof, leafHash, merkleRoot, verifyInclusion } from '../../src/audit/merkle.ts';

const VECTORS = '../shared/data/vectors/merkle/testdata/inclusion';

interface Vector {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly proof: readonly string[] | null;
  readonly desc: string;
  readonly wantErr: boolean;
}

describe('the tree', () => {
  test('of nothing has the root of RFC 6962', () => {
    expect(merkleRoot([]).toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  test('of the eight reference leaves has the published roots', () => {
    const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657']
      .concat('606162636465666768696a6b6c6d6e6f')
      .map((hex) => leafHash(Buffer.from(hex, 'hex')));
    const root = (size: number) => merkleRoot(leaves.slice(0, size)).toString('hex');
    expect(root(1)).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    expect(root(3)).toBe('aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77');
    expect(root(8)).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
  });

  test('proves every leaf, and no other leaf, place, size or path', () => {
    const trees = fc.array(fc.uint8Array({ maxLength: 8 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(trees, fc.nat(), (data, pick) => {
        const leaves = data.map(leafHash);
        const index = pick % leaves.length;
        const leaf = leaves[index] ?? leafHash('');
        const claim = { leaf, index, size: leaves.length, root: merkleRoot(leaves) };
        const proof = inclusionProof(leaves, index);
        expect(verifyInclusion(claim, proof)).toBe(true);
        expect(verifyInclusion({ ...claim, leaf: leafHash('another') }, proof)).toBe(false);
        expect(verifyInclusion({ ...claim, index: leaves.length }, proof)).toBe(false);
        expect(verifyInclusion(claim, [...proof, leaf])).toBe(false);
        if (proof.length > 0) expect(verifyInclusion(claim, proof.slice(1))).toBe(false);
      }),
    );
  });
});

if (existsSync(VECTORS)) {
  const files = (readdirSync(VECTORS, { recursive: true }) as string[]).filter((name) =>
    name.endsWith('.json'),
  );

  test(`agrees with ${String(files.length)} published inclusion proofs, good and bad`, () => {
    expect(files.length).toBeGreaterThan(50);
    const differing = files.filter((name) => {
      const vector = JSON.parse(readFileSync(join(VECTORS, name), 'utf8')) as Vector;
      return accepts(vector) === vector.wantErr;
    });
    expect(differing).toEqual([]);
  });
}

function accepts(vector: Vector): boolean {
  const bytes = (text: string) => Buffer.from(text, 'base64');
  const claim = {
    leaf: bytes(vector.leafHash),
    index: vector.leafIdx,
    size: vector.treeSize,
    root: bytes(vector.root),
  };
  return verifyInclusion(claim, (vector.proof ?? []).map(bytes));
}
