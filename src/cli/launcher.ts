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

/** What the command line needs of the rooms that it does not know. */
export interface Launcher {
  /** @throws ConfigFault naming the lines of the file that are wrong */
  serve(configFile: string, testClock?: string): Promise<RunningGateway>;
  embedded(settings: EmbeddedSettings): Promise<RunningGateway>;
  checkPolicy(csv: string): Promise<PolicyCheck>;
  openRecord(configFile: string): Promise<OpenRecord>;
  /** Public key of the checkpoints (PEM). */
  checkpointKey(configFile: string): Promise<string>;
}
