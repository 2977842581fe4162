import { describe, expect, test } from '@jest/globals';
import { parseXmlElements } from '../../../src/wire/xml.ts';
import { readSchemas } from '../../../src/wire/xsd/read-schemas.ts';
import { SchemaFault } from '../../../src/wire/xsd/schema-fault.ts';
import { validateDocument } from '../../../src/wire/xsd/validate.ts';

const schema = (body: string, more = '') =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:a" xmlns:b="urn:b" targetNamespace="urn:a" elementFormDefault="qualified"${more}>${body}</xs:schema>`;
const files = (all: Record<string, string>) =>
  new Map(Object.entries(all).map(([name, text]) => [name, new Uint8Array(Buffer.from(text))]));

const BASE = schema(
  `<xs:simpleType name="Code"><xs:restriction base="xs:string"><xs:enumeration value="01"/><xs:enumeration value="02"/></xs:restriction></xs:simpleType>`,
).replaceAll('urn:a', 'urn:b');
const MAIN = schema(`<xs:import namespace="urn:b" schemaLocation="base.xsd"/>
<xs:element name="Root" type="Root"/>
<xs:complexType name="Root"><xs:annotation><xs:documentation>words</xs:documentation></xs:annotation><xs:sequence>
  <xs:element name="First" type="b:Code"/>
  <xs:element name="Many" type="Number" minOccurs="0" maxOccurs="3"/>
  <xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="Left" type="xs:date"/><xs:sequence><xs:element name="Right" type="Short"/><xs:element name="After" type="xs:boolean" minOccurs="0"/></xs:sequence></xs:choice>
  <xs:element name="Last"><xs:complexType><xs:sequence><xs:element name="In" type="Shorter"/></xs:sequence></xs:complexType></xs:element>
</xs:sequence></xs:complexType>
<xs:simpleType name="Shorter"><xs:restriction base="Short"><xs:pattern value="[a-z ]*"/></xs:restriction></xs:simpleType>
<xs:simpleType name="Short"><xs:restriction base="xs:string"><xs:minLength value="1"/><xs:maxLength value="5"/></xs:restriction></xs:simpleType>
<xs:simpleType name="Number"><xs:restriction base="xs:integer"><xs:minInclusive value="0"/><xs:maxInclusive value="99"/></xs:restriction></xs:simpleType>`);

const LAST = '<Last><In>abc</In></Last>';
function issues(body: string): readonly string[] | undefined {
  const parsed = parseXmlElements(Buffer.from(`<Root xmlns="urn:a">${body}</Root>`));
  if (!parsed.ok) throw new Error(parsed.issue.code);
  const found = validateDocument(
    parsed.value,
    readSchemas(files({ 'main.xsd': MAIN, 'base.xsd': BASE })),
  );
  return found?.map(({ place, text }) => `${place} ${text}`);
}

describe('a document held against schemas', () => {
  test.each([
    [`<First>01</First>${LAST}`],
    [`<First>02</First><Many>0</Many><Many> 99 </Many><Many>+7</Many>${LAST}`],
    [
      `<First>01</First><Left>2024-02-29</Left><Right>a</Right><After>true</After><Right>b</Right>${LAST}`,
    ],
  ])('is valid: %s', (body) => {
    expect(issues(body)).toEqual([]);
  });

  test.each([
    ['', ['/Root First is missing', '/Root Last is missing']],
    [`<First>1</First>${LAST}`, ['/Root/First[1] is no code of this list']],
    [`<First> 01</First>${LAST}`, ['/Root/First[1] is no code of this list']],
    [`<First>01</First><Many>100</Many>${LAST}`, ['/Root/Many[1] must be within its bounds']],
    [`<First>01</First><Many>x</Many>${LAST}`, ['/Root/Many[1] must be a whole number']],
    [
      `<First>01</First>${'<Many>1</Many>'.repeat(4)}${LAST}`,
      ['/Root Last is missing', '/Root/Many[4] this element is not expected here'],
    ],
    [
      `<First>01</First><Left>2023-02-29</Left>${LAST}`,
      ['/Root/Left[1] is a day that does not exist'],
    ],
    [`<First>01</First><Right/>${LAST}`, ['/Root/Right[1] must have at least 1 characters']],
    [
      `<First>01</First><After>true</After>${LAST}`,
      ['/Root Last is missing', '/Root/After[1] this element is not expected here'],
    ],
    [
      `${LAST}<First>01</First>`,
      ['/Root First is missing', '/Root/First[1] this element is not expected here'],
    ],
    [
      '<First>01</First><Last><In>ABC</In></Last>',
      ['/Root/Last[1]/In[1] is not written as it must be'],
    ],
    [
      '<First>01</First><Last><In>abcdef</In></Last>',
      ['/Root/Last[1]/In[1] may have at most 5 characters'],
    ],
    ['<First>01</First><Last/>', ['/Root/Last[1] In is missing']],
    [`<First a="1">01</First>${LAST}`, ['/Root/First[1] attributes are not allowed here']],
    [`<First><x/></First>${LAST}`, ['/Root/First[1] only text is allowed here']],
    [`words<First>01</First>${LAST}`, ['/Root text beside the elements is not allowed here']],
    [
      `<First xmlns="urn:c">01</First>${LAST}`,
      [
        '/Root First is missing',
        '/Root Last is missing',
        '/Root/First[1] this element is not expected here',
      ],
    ],
  ])('is not: %s', (body, expected) => {
    expect(issues(body)).toEqual(expected);
  });

  test('of another root is not judged', () => {
    const parsed = parseXmlElements(Buffer.from('<Other xmlns="urn:a"/>'));
    if (!parsed.ok) throw new Error('unreadable');
    const schemas = readSchemas(files({ 'main.xsd': MAIN, 'base.xsd': BASE }));
    expect(validateDocument(parsed.value, schemas)).toBeUndefined();
  });
});

describe('a schema is refused, with file and line,', () => {
  const type = (inside: string) => schema(`<xs:simpleType name="T">${inside}</xs:simpleType>`);
  test.each([
    ['when it is no XML', '<a', 'main.xsd: line'],
    ['when it is none', '<a/>', 'this is no XML Schema'],
    ['with entities', `<!DOCTYPE a [<!ENTITY b "c">]>${schema('')}`, 'document type'],
    [
      'when names are not qualified',
      schema('').replace('"qualified"', '"unqualified"'),
      'qualified',
    ],
    [
      'that leads into the network',
      schema('<xs:import namespace="urn:b" schemaLocation="http://a.example/b.xsd"/>'),
      'plain name',
    ],
    [
      'that leads out of the folder',
      schema('<xs:import namespace="urn:b" schemaLocation="../b.xsd"/>'),
      'plain name',
    ],
    ['that leads nowhere', schema('<xs:include/>'), 'plain name'],
    [
      'with attributes of elements',
      schema('<xs:complexType name="T"><xs:attribute name="a"/></xs:complexType>'),
      'not known here',
    ],
    [
      'with anything at all',
      schema('<xs:complexType name="T"><xs:sequence><xs:any/></xs:sequence></xs:complexType>'),
      'not known here',
    ],
    ['with something else', schema('<xs:group name="G"/>'), 'not known here'],
    ['with a list', type('<xs:list itemType="xs:string"/>'), 'not known here'],
    [
      'with an unknown facet',
      type('<xs:restriction base="xs:string"><xs:assertion value="1"/></xs:restriction>'),
      'line 1',
    ],
    ['with an unknown base', type('<xs:restriction base="xs:QName"/>'), 'base of this type'],
    ['with an undeclared prefix', type('<xs:restriction base="c:T"/>'), 'prefix'],
    ['that derives from itself', type('<xs:restriction base="T"/>'), 'endlessly'],
    [
      'with a pattern of another form',
      type('<xs:restriction base="xs:string"><xs:pattern value="("/></xs:restriction>'),
      'pattern',
    ],
    ['that uses what is not there', schema('<xs:element name="R" type="Nowhere"/>'), 'not defined'],
    [
      'that says a thing twice',
      schema('<xs:element name="R" type="xs:string"/><xs:element name="R" type="xs:string"/>'),
      'twice',
    ],
    ['with no type', schema('<xs:element name="R"/>'), 'must have a type'],
    [
      'with a count that is none',
      schema('<xs:complexType name="T"><xs:sequence minOccurs="x"/></xs:complexType>'),
      'minOccurs is no number',
    ],
  ])('%s', (_title, text, complaint) => {
    const read = () => readSchemas(files({ 'main.xsd': text }));
    expect(read).toThrow(SchemaFault);
    expect(read).toThrow(complaint);
  });
});
