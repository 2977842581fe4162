import { createECDH, hkdfSync } from 'node:crypto';
import type { SigningKey } from './identity/jose.ts';

/** Order of the group of P-384 (SEC 2, 2.5.1). */
const ORDER = BigInt(
  '0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
);
/** 64 bits more than the order, so that no value is likelier than another (FIPS 186-5, A.2.1). */
const SEED_BYTES = 56;
const FIELD_BYTES = 48;

/**
 * A key with which the gateway signs towards providers: made from the key file and a name, so that
 * every process has it and nothing has to be kept. Another name is another key.
 * @param secret content of the key file, at least 32 bytes
 */
export function fetchKey(secret: Uint8Array, name: string): SigningKey {
  const seed = hkdfSync('sha256', secret, '', `planpoort fetch key ${name}`, SEED_BYTES);
  const scalar = (BigInt(`0x${Buffer.from(seed).toString('hex')}`) % (ORDER - 1n)) + 1n;
  const d = Buffer.from(scalar.toString(16).padStart(2 * FIELD_BYTES, '0'), 'hex');
  const curve = createECDH('secp384r1');
  curve.setPrivateKey(d);
  const point = curve.getPublicKey();
  const x = point.subarray(1, 1 + FIELD_BYTES).toString('base64url');
  const y = point.subarray(1 + FIELD_BYTES).toString('base64url');
  return { kty: 'EC', crv: 'P-384', x, y, d: d.toString('base64url'), kid: name };
}
