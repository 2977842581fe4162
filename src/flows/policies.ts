import { compilePolicy } from '../policies/compile.ts';
import { parsePolicyText } from '../policies/parse-rules.ts';
import { VOCABULARY } from '../vocabulary/vocabulary.ts';
import type { PolicyFlows, PolicyVersion } from './flows.ts';
import type { Gateway } from './gateway.ts';
import { GatewayError } from './gateway-error.ts';
import { changeRegister } from './register.ts';
import type { PolicyDocument } from './register-documents.ts';
import type { Region } from './region.ts';
import type { Call } from './requester.ts';
import { requireScope } from './scope.ts';

/** The life of a policy version: submitted, approved by somebody else, activated, retired. */
export function policyFlows(gateway: Gateway): PolicyFlows {
  return {
    list: async (call) => {
      requireScope(call, 'policy.manage');
      const region = await gateway.regions.current();
      return [...region.policies.values()].map((policy) => viewOf(policy, region));
    },
    submit: (call, csv) => submit(gateway, call, csv),
    approve: (call, version) => approve(gateway, call, version),
    activate: (call, version) => activate(gateway, call, version),
  };
}

async function submit(gateway: Gateway, call: Call, csv: string): Promise<PolicyVersion> {
  const author = personOf(call);
  const parsed = parsePolicyText(csv, { knownCodes: VOCABULARY });
  if (!parsed.ok) {
    const issues = parsed.issues.map(({ line, column, what, remedy }) => ({
      place: column === undefined ? `line ${line}` : `line ${line}, column ${column}`,
      text: `${what.en} ${remedy.en}`,
    }));
    throw new GatewayError('unprocessable', issues);
  }
  const { version } = await compilePolicy(parsed);
  const rules = parsed.rules.length;
  return store(gateway, call, {
    version,
    verb: 'submitted',
    next: (region) => region.policies.get(version) ?? { version, text: csv, author, rules },
  });
}

/** Four eyes: whoever wrote a version cannot approve it. */
async function approve(gateway: Gateway, call: Call, version: string): Promise<PolicyVersion> {
  const approver = personOf(call);
  return store(gateway, call, {
    version,
    verb: 'approved',
    next: (region) => {
      const policy = versionOf(region, version);
      // One person may be written in capitals in one system and small in another.
      if (policy.author.toLowerCase() === approver.toLowerCase()) {
        const text = 'The author of a version cannot approve it; ask a second officer.';
        throw new GatewayError('conflict', [{ text }]);
      }
      return policy.approver === undefined ? { ...policy, approver } : policy;
    },
  });
}

/** Activates an approved version; every other one is retired but stays for explanations. */
async function activate(gateway: Gateway, call: Call, version: string): Promise<PolicyVersion> {
  personOf(call);
  return store(gateway, call, {
    version,
    verb: 'activated',
    active: true,
    next: (region) => {
      const policy = versionOf(region, version);
      if (policy.approver !== undefined) return policy;
      const text = 'A version must be approved by a second officer before it can be activated.';
      throw new GatewayError('conflict', [{ text }]);
    },
  });
}

interface Step {
  readonly version: string;
  readonly verb: string;
  readonly active?: boolean;
  readonly next: (region: Region) => PolicyDocument;
}

async function store(gateway: Gateway, call: Call, step: Step): Promise<PolicyVersion> {
  const { version, verb, active, next } = step;
  await changeRegister(gateway, call, {
    id: version,
    changed: [`policies/${version} ${verb}`],
    entriesFor: (region) => [
      { kind: 'policy', key: version, document: next(region) },
      ...(active ? [{ kind: 'active-policy', key: 'active', document: version } as const] : []),
    ],
  });
  const region = await gateway.regions.current();
  return viewOf(versionOf(region, version), region);
}

function versionOf(region: Region, version: string): PolicyDocument {
  const policy = region.policies.get(version);
  if (!policy) throw new GatewayError('not-found', [{ text: 'There is no such policy version.' }]);
  return policy;
}

function viewOf(policy: PolicyDocument, region: Region): PolicyVersion {
  const { version, author, approver, rules } = policy;
  const state = stateOf(policy, region);
  return { version, state, author, rules, ...(approver === undefined ? {} : { approver }) };
}

function stateOf({ version, approver }: PolicyDocument, region: Region): PolicyVersion['state'] {
  if (region.activePolicy === version) return 'active';
  return approver === undefined ? 'submitted' : 'approved';
}

/** The officer behind the call, as organisation and person: four eyes need two of them. */
function personOf(call: Call): string {
  requireScope(call, 'policy.manage');
  const { organisation, person } = call.requester;
  if (person !== undefined) return `${organisation}/${person}`;
  const text = 'Name the officer: subject_id in the hl7-b2b extension of the client assertion.';
  throw new GatewayError('bad-request', [{ place: 'subject_id', text }]);
}
