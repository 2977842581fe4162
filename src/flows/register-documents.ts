import { z } from 'zod';
import { LEGAL_BASES } from '../vocabulary/bases.ts';

const code = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/);
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);

/** An organisation of the region: kind, roles and purposes come from here, never from a request. */
export const organisationDocument = z.strictObject({
  id,
  name: z.string().min(1).max(200),
  kind: code,
  domain: code,
  roles: z.array(code).min(1).max(40),
  purposes: z.array(code).max(40).optional(),
  /** Statute under which this source collects, where its mapping says nothing. */
  law: code.optional(),
  /** Whether it may deliver answers on who has authority over a minor (its connection to the BRP). */
  authoritySource: z.boolean().optional(),
});
export type OrganisationDocument = z.infer<typeof organisationDocument>;

const SIGNING_ALGORITHMS = ['ES384', 'RS384', 'ES256', 'PS256'] as const;
const scope = z.string().regex(/^(system\/(\*|[A-Z][A-Za-z]+)\.c?r?u?d?s?|[a-z]+\.[a-z]+)$/);

/** A client system: for which organisations it may speak, with which scopes and keys. */
export const clientDocument = z.strictObject({
  id,
  organisations: z
    .array(
      z.strictObject({
        id,
        roles: z.array(code).max(40),
        purposes: z.array(code).max(40).optional(),
      }),
    )
    .min(1)
    .max(500),
  scopes: z.array(scope).min(1).max(100),
  jwks: z.strictObject({
    keys: z
      .array(z.looseObject({ kid: z.string(), kty: z.string(), alg: z.enum(SIGNING_ALGORITHMS) }))
      .min(1)
      .max(20),
  }),
  /** Set by an officer: the next request with any of its keys is refused. */
  compromised: z.boolean().optional(),
});
export type ClientDocument = z.infer<typeof clientDocument>;

/** A registered purpose with its candidate legal bases, in the order they are tried. */
export const purposeDocument = z.strictObject({
  code,
  bases: z.array(z.enum(LEGAL_BASES)).min(1).max(6),
});

/** One stored version of the policy with its life so far. */
export const policyDocument = z.strictObject({
  version: z.string(),
  text: z.string(),
  author: z.string(),
  approver: z.string().optional(),
  rules: z.number(),
});
export type PolicyDocument = z.infer<typeof policyDocument>;
