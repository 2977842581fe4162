/** A schema that is not read: it is broken, or says something this reader does not know. */
export class SchemaFault extends Error {
  constructor(where: string, what: string) {
    super(`${where}: ${what}`);
    this.name = 'SchemaFault';
  }
}
