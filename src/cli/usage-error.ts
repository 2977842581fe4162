/** The command was called wrongly or with a file that will not do; nothing was sent. */
export class UsageError extends Error {
  constructor(text: string) {
    super(text);
    this.name = 'UsageError';
  }
}
