/** What can be wrong with the engine itself, as against the rules of an officer. */
export type PolicyFault =
  /** The model is not the reviewed one. */
  | 'model-changed'
  /** The matcher does not do, on a known rule, what it must do. */
  | 'probe-failed'
  /** Casbin did not load exactly the rows it was given. */
  | 'rows-lost'
  /** Casbin failed; its own text is dropped, because it can quote what was asked. */
  | 'engine-failed';

/** A fault of the policy engine: a code and nothing else, no values and no cause. */
export class PolicyEngineError extends Error {
  readonly code: PolicyFault;

  constructor(code: PolicyFault) {
    super(`policy engine: ${code}`);
    this.name = 'PolicyEngineError';
    this.code = code;
  }
}
