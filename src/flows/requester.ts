import type { Actor } from '../audit/entry.ts';

/** Who calls, as proven by the access token (DESIGN 5). Codes are as registered, not as typed. */
export interface Requester {
  readonly client: string;
  readonly organisation: string;
  /** The person behind the call, as the client system knows them. */
  readonly person?: string;
  readonly role?: string;
  readonly purpose?: string;
  readonly scopes: ReadonlySet<string>;
  /** The client key that the call was proven with; absent only where it came through no door. */
  readonly keyId?: string;
}

/** What travels with a call through every flow. */
export interface Call {
  readonly requester: Requester;
  /** W3C trace id, 32 lower-case hex digits. */
  readonly trace: string;
}

/** The caller as entries of the record name it: references and codes, never a name. */
export function actorOf({ client, organisation, person, role }: Requester): Actor {
  return {
    organisation,
    client,
    ...(person === undefined ? {} : { subject: person }),
    ...(role === undefined ? {} : { role }),
  };
}
