/** What may be wrong with how a mapping speaks of files that are no plain list, in Dutch. */
export const NOTATION_FAULTS: readonly { readonly said: RegExp; readonly nl: string }[] = [
  {
    said: /^means several places with \*: one value belongs here$/,
    nl: 'betekent met * meer plaatsen: hier hoort één waarde',
  },
  {
    said: /^needs years: .*$/,
    nl: 'heeft years nodig: het eerste van de honderd jaren die twee cijfers kunnen betekenen',
  },
  { said: /^is 1, 10, 0\.1, .*$/, nl: 'is 1, 10, 0.1, 0.01 enzovoort, of hetzelfde onder nul' },
  {
    said: /^says of one code that it adds a label and that it adds none$/,
    nl: 'zegt van één code dat die een label toevoegt, en dat die er geen toevoegt',
  },
  {
    said: /^is said of the tables of blocks: leave it out$/,
    nl: 'geldt voor de tabellen van blocks: laat het weg',
  },
  {
    said: /^needs a title, or the columns with which its header begins$/,
    nl: 'heeft een title nodig, of de kolommen (header) waarmee de kop begint',
  },
  {
    said: /^is the name of what stands in no table$/,
    nl: 'is de naam van wat in geen tabel staat',
  },
];
