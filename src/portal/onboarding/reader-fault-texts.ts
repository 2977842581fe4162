/** What the readers of JSON, CSV and XML say is wrong with a text, and the same in Dutch. */
export const READER_FAULTS: ReadonlyMap<string, string> = new Map([
  ['the text is not valid UTF-8', 'de tekst is geen geldige UTF-8'],
  ['the text starts with a byte order mark', 'de tekst begint met een byte order mark'],
  ['this is not JSON', 'dit is geen JSON'],
  ['arrays and objects are nested too deeply', 'lijsten en objecten zijn te diep genest'],
  ['the text holds too many values', 'de tekst bevat te veel waarden'],
  ['this member occurs twice in its object', 'dit veld staat twee keer in zijn object'],
  ['this member name is not allowed', 'deze veldnaam is niet toegestaan'],
  ['this number cannot be held exactly', 'dit getal kan niet precies bewaard worden'],
  ['this escape is half a surrogate pair', 'dit is de helft van een surrogaatpaar'],
  ['this is not well-formed XML', 'dit is geen welgevormde XML'],
  ['a document type is not allowed here', 'een documenttype is hier niet toegestaan'],
  [
    'a processing instruction is not allowed here',
    'een verwerkingsinstructie is hier niet toegestaan',
  ],
  ['the declaration must be of XML 1.0 in UTF-8', 'de declaratie moet van XML 1.0 in UTF-8 zijn'],
  ['elements are nested too deeply', 'elementen zijn te diep genest'],
  [
    'the text holds too many elements, attributes or references',
    'de tekst bevat te veel elementen, attributen of verwijzingen',
  ],
  [
    'two attributes of this element have the same local name',
    'twee attributen van dit element hebben dezelfde naam',
  ],
  ['this name is not allowed', 'deze naam is niet toegestaan'],
  [
    'quotes stand around a whole cell and are doubled inside it',
    'aanhalingstekens staan om een hele cel en worden daarbinnen verdubbeld',
  ],
  [
    'all records must end in the same way, with LF or with CR LF',
    'alle records moeten op dezelfde manier eindigen, met LF of met CR LF',
  ],
  [
    'the header holds several separators: declare one in the mapping',
    'de kopregel bevat verschillende scheidingstekens: noem er een in de koppeling',
  ],
  ['the text holds too many records', 'de tekst bevat te veel records'],
  ['the text holds too many cells', 'de tekst bevat te veel cellen'],
  ['this record holds a cell that is too long', 'dit record bevat een cel die te lang is'],
  [
    'this record does not have as many cells as the first one',
    'dit record heeft niet evenveel cellen als het eerste',
  ],
  [
    'this record has a value in a column without a name',
    'dit record heeft een waarde in een kolom zonder naam',
  ],
  ['the header names a column twice', 'de kopregel noemt een kolom twee keer'],
  ['the header holds a name that is not allowed', 'de kopregel bevat een naam die niet mag'],
  ['there is no header', 'er is geen kopregel'],
  ['more text than a delivery may give', 'meer tekst dan een levering mag geven'],
  ['more work than a delivery may take', 'meer werk dan een levering mag kosten'],
]);
