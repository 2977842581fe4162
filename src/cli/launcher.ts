import type { RecordReader } from '../audit/verify-record.ts';

/** A gateway that answers requests. */
export interface RunningGateway {
  /** Its address without a slash at the end. */
  readonly url: string;
  /** Public key with which it signs checkpoints (PEM). */
  readonly checkpointKey: string;
  /** Stops taking requests, finishes what runs, closes the store. */
  close(): Promise<void>;
}

/** A gateway on one machine, with everything in one folder. */
export interface EmbeddedSettings {
  readonly storeDirectory: string;
  readonly keyFile: string;
  readonly logFile: string;
  /** The next free port is taken when this one is in use; 0 = any. */
  readonly port: number;
  readonly bootstrap: Bootstrap;
  readonly testClock?: string | undefined;
}

/** The first organisation and client of an empty register, which register everybody else. */
export interface Bootstrap {
  readonly organisation: unknown;
  readonly client: unknown;
}

export interface PolicyCheck {
  readonly rules: number;
  readonly version: string;
  /** Empty when the policy can be submitted. */
  readonly faults: readonly string[];
}

/** A store opened only to read its record. */
export interface OpenRecord extends RecordReader {
  close(): Promise<void>;
}

/** One thing that is wrong with a mapping, and where in it (JSON pointer). */
export interface MappingFault {
  readonly place: string;
  readonly text: string;
}

/** A mapping that can run on this machine. */
export interface ReadyMapping {
  readonly name: string;
  /** @throws GatewayError when the body cannot be read at all */
  preview(body: Uint8Array): Preview;
}

/** What a mapping makes of one dossier file. People are as the source names them. */
export interface Preview {
  /** Name and version. */
  readonly mapping: string;
  readonly facts: readonly PreviewFact[];
  /** Places that no rule names: they stay with their source, unclassified. */
  readonly unnamed: readonly string[];
  readonly quarantined: readonly MappingFault[];
  /** Places that are no content: envelope, keys, codes that only steer. */
  readonly ignored: readonly string[];
}

export interface PreviewFact {
  readonly dossier: string;
  /** Type, and the key or person it is written to. */
  readonly resource: string;
  readonly places: readonly string[];
  readonly labels: readonly string[];
  readonly subjects: readonly string[];
  readonly law?: string;
  /** What it is when a person it names is not enrolled. */
  readonly otherwise?: string;
  readonly elements: readonly { readonly path: string; readonly value: unknown }[];
}

/** What the command line needs of the rooms that it does not know. */
export interface Launcher {
  /** @throws ConfigFault naming the lines of the file that are wrong */
  serve(configFile: string, testClock?: string): Promise<RunningGateway>;
  embedded(settings: EmbeddedSettings): Promise<RunningGateway>;
  checkPolicy(csv: string): Promise<PolicyCheck>;
  /** A mapping ready to run, or what is wrong with it. */
  readMapping(document: unknown): Promise<ReadyMapping | readonly MappingFault[]>;
  openRecord(configFile: string): Promise<OpenRecord>;
  /** Public key of the checkpoints (PEM). */
  checkpointKey(configFile: string): Promise<string>;
}
