import type { Command } from 'commander';
import type { PolicyVersion } from '../flows/flows.ts';
import {
  askingCommand,
  clientOf,
  run,
  type AskingOptions,
  type CommandLine,
} from './command-line.ts';
import {
  checkPolicyCommand,
  describePolicy,
  listPolicies,
  movePolicy,
  submitPolicy,
} from './policy-commands.ts';
import { EXIT } from './terminal.ts';

/** `planpoort policy …`: the life of a policy version. */
export function addPolicyCommands(program: Command, line: CommandLine): void {
  const policy = program
    .command('policy')
    .description('the rules: check, submit, approve, activate, list');
  const { launcher, terminal } = line;
  const say = (version: PolicyVersion) => {
    terminal.print(describePolicy(version));
    return EXIT.done;
  };
  policy
    .command('check <file>')
    .description('check a policy file on this machine; nothing is sent')
    .action((file: string) => run(line, () => checkPolicyCommand(file, launcher, terminal)));
  askingCommand(policy, 'list', 'all versions, and which one is in force').action(
    (options: AskingOptions) =>
      run(line, async () => {
        (await listPolicies(await clientOf(options))).forEach(say);
        return EXIT.done;
      }),
  );
  askingCommand(policy, 'submit <file>', 'submit a version; somebody else must approve it').action(
    (file: string, options: AskingOptions) =>
      run(line, async () => say(await submitPolicy(await clientOf(options), file))),
  );
  askingCommand(policy, 'approve <version>', 'approve what another officer submitted').action(
    (version: string, options: AskingOptions) =>
      run(line, async () => say(await movePolicy(await clientOf(options), version, 'approval'))),
  );
  askingCommand(policy, 'activate <version>', 'put an approved version in force').action(
    (version: string, options: AskingOptions) =>
      run(line, async () => say(await movePolicy(await clientOf(options), version, 'activation'))),
  );
}
