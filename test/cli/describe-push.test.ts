import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { GatewayClient } from '../../src/cli/gateway-client.ts';
import { pushCommand } from '../../src/cli/push-command.ts';
import type { PushAnswer } from '../../src/flows/flows.ts';

const ANSWER: PushAnswer = {
  delivery: 'd1',
  dryRun: true,
  mapping: 'club-json 1.0.0',
  accepted: [
    { places: ['/0/name'], resource: 'Patient', labels: ['identity.name'] },
    { places: ['/0/shoe', '/0/size'], resource: 'Communication', labels: ['unclassified'] },
  ],
  quarantined: [{ place: '', code: 'invalid-value', text: 'is not what was agreed' }],
  withdrawn: 0,
  changed: 2,
  ignored: ['/0/id', '/0/page'],
};

/** What a person reads after a push that the gateway answered like this. */
async function printed(answer: PushAnswer): Promise<string[]> {
  const file = join(await mkdtemp(join(tmpdir(), 'planpoort-push-')), 'club.json');
  await writeFile(file, '[]');
  const client = { ask: () => Promise.resolve({ json: answer }) } as unknown as GatewayClient;
  const lines: string[] = [];
  const terminal = { print: (line: string) => lines.push(line), complain: () => undefined };
  await pushCommand(client, { adapter: 'club-json', file }, terminal);
  return lines;
}

describe('what a supplier reads after a push', () => {
  test('names the fields that the mapping forgot', async () => {
    const lines = await printed(ANSWER);
    expect(lines).toContain('  unclassified 1 of these: only you will ever see them');
    expect(lines).toContain('    /0/shoe, /0/size');
    expect(lines.join('\n')).not.toContain('/0/name');
  });

  test('says that a dry run changed nothing, and what is wrong with the file as a whole', async () => {
    const lines = await printed(ANSWER);
    expect(lines[0]).toContain('Nothing was stored');
    expect(lines).toContain(
      '  changed      2 facts that are new, other or gone, had it been stored',
    );
    expect(lines).toContain('    /  invalid-value: is not what was agreed');
    expect(lines).toContain('  no content   2 places of the file (listed by --json)');
  });

  test('is silent about what there is not', async () => {
    const text = (await printed({ ...ANSWER, dryRun: false, accepted: [] })).join('\n');
    expect(text).not.toMatch(/unclassified|had it been stored/);
  });
});
