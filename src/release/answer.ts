import type { Resource } from '@medplum/fhirtypes';

/** An answer as a door sends it; made from a released view only. */
export interface Answer {
  readonly status: 200 | 404;
  readonly resource: Resource;
  /** Weak entity tag of the version this recipient sees, quotes included (RFC 9110, 8.8.3). */
  readonly etag?: string;
  /** IMF-fixdate (RFC 9110, 5.6.7). */
  readonly lastModified?: string;
}

/** A resource as an answer, with the validators that its meta holds. */
export function answerWith(resource: Resource): Answer {
  const { versionId, lastUpdated } = resource.meta ?? {};
  return {
    status: 200,
    resource,
    ...(versionId === undefined ? {} : { etag: `W/"${versionId}"` }),
    ...(lastUpdated === undefined ? {} : { lastModified: new Date(lastUpdated).toUTCString() }),
  };
}
