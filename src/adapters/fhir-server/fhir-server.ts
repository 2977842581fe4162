/** A resource type to ask for, with token parameters that narrow what is asked of it. */
export interface AskedType {
  readonly type: string;
  readonly where: Readonly<Record<string, string>>;
}

/** How a client proves who it is at the provider (SMART Backend Services). */
export interface TokenSettings {
  readonly endpoint: string;
  /** The id under which the provider registered this gateway. */
  readonly client: string;
  /** Name of the gateway's key. */
  readonly key: string;
  readonly scope: string;
}

/** How one source's FHIR server is reached, and what it is asked. */
export interface FhirServerSettings {
  /** Without a slash at the end. */
  readonly base: string;
  readonly token: TokenSettings;
  readonly types: readonly AskedType[];
  readonly pageSize: number;
  readonly limits: FetchLimits;
}

export interface FetchLimits {
  /** One request, from connecting to the last byte. */
  readonly requestMs: number;
  /** Pages of one search. */
  readonly pages: number;
  /** One answer, and all answers about one person together. */
  readonly bytes: number;
}

/** A resource as the server gave it. */
export interface FetchedResource {
  readonly resource: Readonly<Record<string, unknown>> & { readonly resourceType: string };
  readonly fullUrl?: string;
}

/** The Patient, and the instant of the server's own clock when it was read. */
export interface PatientReading {
  readonly patient: FetchedResource;
  /** Milliseconds since 1970; undefined when the server did not say. */
  readonly serverTime: number | undefined;
}

/** One source's server, connected for one run. Everything throws {@link FetchFault}. */
export interface FhirServer {
  /**
   * Makes sure that a FHIR server is there.
   * @returns its release of FHIR as media types give it: `4.0` or `3.0`
   */
  check(): Promise<string>;
  /** Ids of the patients with this identifier (`system|value`, or a value). Never in a URL. */
  findPatients(identifier: string): Promise<readonly string[]>;
  /** `gone`: the server says that there is no such patient (404 or 410, in FHIR). */
  readPatient(id: string): Promise<PatientReading | 'gone'>;
  /**
   * Whether anything asked for was changed since, by `_lastUpdated`. A server that does not search
   * by it has always changed.
   * @param since an instant of the server's clock, in milliseconds
   */
  hasChanged(patientId: string, since: number): Promise<boolean>;
  /**
   * Everything that is asked for about one patient, all pages, each resource once, and the
   * practitioners that it names. Nothing about anybody else.
   */
  gather(patientId: string): Promise<readonly FetchedResource[]>;
  close(): void;
}

/** Opens servers of sources, and knows which addresses may be reached at all. */
export interface FhirServers {
  /** What is wrong with an address as it is written, in one sentence; undefined = nothing. */
  addressFault(address: string): string | undefined;
  /** @param signal ends every request and every wait of the run */
  connect(settings: FhirServerSettings, signal: AbortSignal): FhirServer;
}
