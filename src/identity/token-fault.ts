/** Why a token or assertion was refused: for our own log only, callers all get one answer. */
export const TOKEN_FAULTS = [
  'not-a-token',
  'too-long',
  'not-three-parts',
  'not-base64url',
  'header-not-strict',
  'header-members',
  'claims-not-strict',
  'typ',
  'key-id',
  'unknown-client',
  'compromised',
  'unknown-key',
  'algorithm',
  'signature',
  'issuer-subject',
  'audience',
  'expiry',
  'issued-at',
  'not-before',
  'token-id',
  'replayed',
  'extension',
  'organisation',
  'role',
  'purpose',
] as const;
export type TokenFault = (typeof TOKEN_FAULTS)[number];

/** Thrown inside identity; http answers every one of them with the same bytes. */
export class TokenRefused extends Error {
  readonly fault: TokenFault;

  constructor(fault: TokenFault) {
    super(fault);
    this.name = 'TokenRefused';
    this.fault = fault;
  }
}
