import fc from 'fast-check';
import type { StandardName } from '../../src/adapters/ijw/message-types.ts';
import { MESSAGE_CODES } from './ijw-messages.ts';
import { children, leaf, listOf, many, maybe, type Kind, type Node } from './message-kinds.ts';
import {
  DIGITS,
  oneOf,
  range,
  text,
  day,
  COMMENT,
  VERSION,
  YES_NO,
  BSN,
  FULL_NAME,
  CONTACT,
  SIZE,
  BUDGET,
  NUMBER,
  REFERENCE,
  RELATION,
  STOP_REASONS,
  product,
  person,
  delivered,
  wished,
} from './message-parts.ts';

/**
 * The messages of iJw and iWmo 3.2 as the standard writes them, written down apart from the reader:
 * what is drawn from here must be read, and what is changed in it must be noticed.
 */
type Bodies = Readonly<Record<string, (standard: StandardName) => Readonly<Record<string, Kind>>>>;

const client = (rows: Readonly<Record<string, Kind>>) => ({ Client: children('message', rows) });
const BODIES: Bodies = {
  '301': (standard) =>
    client({
      ...person,
      Naam: FULL_NAME,
      Communicatie: maybe(children('base', { Vorm: oneOf('1', '2', '3'), Taal: maybe(text(25)) })),
      JuridischeStatus: maybe(oneOf('01', '02', '03', '04', '05', '11', '12')),
      WettelijkeVertegenwoordiging: maybe(oneOf('06', '07', '08', '09', '10')),
      Commentaar: maybe(COMMENT),
      Relaties: maybe(listOf('Relatie', RELATION)),
      Contactgegevens: listOf('Contact', CONTACT),
      ToegewezenProducten: listOf(
        'ToegewezenProduct',
        children('message', {
          ToewijzingNummer: NUMBER,
          ReferentieAanbieder: maybe(REFERENCE),
          Product: maybe(product(standard)),
          Toewijzingsdatum: day('first'),
          Toewijzingstijd: leaf(
            fc.constantFrom('00:00:00', '23:59:59', '12:30:00.5'),
            '',
            '24:00:00',
            '9:00',
          ),
          Ingangsdatum: day('first'),
          Einddatum: maybe(day('second')),
          RedenWijziging: maybe(oneOf(...range(1, 12), '14')),
          Omvang: maybe(SIZE),
          Budget: maybe(BUDGET),
          Commentaar: maybe(COMMENT),
        }),
      ),
    }),
  '305': (standard) =>
    client({
      ...person,
      StartProducten: listOf('StartProduct', children('message', delivered(standard))),
    }),
  '307': (standard) =>
    client({
      ...person,
      StopProducten: listOf(
        'StopProduct',
        children('message', {
          ...delivered(standard),
          RedenBeeindiging: oneOf(...STOP_REASONS[standard]),
          Einddatum: day('second'),
        }),
      ),
    }),
  '315': (standard) =>
    client({
      ...person,
      GezagsdragerBekend: maybe(YES_NO),
      Commentaar: maybe(COMMENT),
      AangevraagdeProducten: listOf(
        'AangevraagdProduct',
        children('message', {
          ReferentieAanbieder: REFERENCE,
          BeschikkingNummer: maybe(NUMBER),
          Product: maybe(product(standard)),
          BeschikkingIngangsdatum: maybe(day('first')),
          ToewijzingIngangsdatum: day('first'),
          ToewijzingEinddatum: maybe(day('second')),
          Omvang: maybe(SIZE),
          Budget: maybe(BUDGET),
          Verwijzer: children('base', {
            Type: oneOf('01', '02', '03', '04', '05', '06', '08'),
            Naam: maybe(text(64)),
            ZorgverlenerCode: maybe(leaf(DIGITS(8), '', '1234567', 'A2345678')),
          }),
          Raamcontract: maybe(YES_NO),
          Commentaar: maybe(COMMENT),
        }),
      ),
    }),
  '317': (standard) =>
    client({
      Bsn: BSN,
      Verzoek: children('message', {
        ReferentieAanbieder: REFERENCE,
        RedenVerzoek: oneOf('1', '2'),
        OngewijzigdeProducten: maybe(
          listOf('OngewijzigdProduct', children('message', { ToewijzingNummer: NUMBER })),
        ),
        TeWijzigenProducten: maybe(
          listOf('TeWijzigenProduct', children('message', { ToewijzingNummer: NUMBER, ...wished })),
        ),
        NieuweProducten: maybe(
          listOf(
            'NieuwProduct',
            children('message', { Product: maybe(product(standard)), ...wished }),
          ),
        ),
      }),
    }),
  '319': () => ({
    Antwoord: children('message', {
      ReferentieAanbieder: REFERENCE,
      VerzoekAntwoord: leaf(fc.constant('1'), '', '0', '3', '01'),
      RedenAfwijzingVerzoek: maybe(leaf(fc.constant('8'), '', '0', '10', '08')),
      Woonplaatsbeginsel: maybe(
        children('message', { Gemeente: leaf(DIGITS(4), '', '363', '00363') }),
      ),
    }),
  }),
};

const MUNICIPALITY = leaf(fc.constantFrom('0513', '0363'), '', '513', '05130');
const AGB = leaf(fc.constantFrom('73730001', '00000042'), '', '7373000', '737300011');

function header(standard: StandardName, number: string): Kind {
  const sent = number === '301' || number === '319';
  const exactly = (value: string) => leaf(fc.constant(value), '', '99', 'x');
  return children('message', {
    BerichtCode: exactly(MESSAGE_CODES[standard][number] ?? ''),
    BerichtVersie: exactly('3'),
    BerichtSubversie: exactly('2'),
    Afzender: sent ? MUNICIPALITY : AGB,
    Ontvanger: sent ? AGB : MUNICIPALITY,
    BerichtIdentificatie: children('base', {
      Identificatie: text(12),
      Dagtekening: day('second'),
    }),
    XsdVersie: children('base', { BasisschemaXsdVersie: VERSION, BerichtXsdVersie: VERSION }),
  });
}

/** A message as it was drawn: what it is, and its elements. */
export interface RandomMessage {
  readonly standard: StandardName;
  readonly number: string;
  readonly root: Node;
}

export const MESSAGES: readonly (readonly [StandardName, string])[] = (
  ['ijw', 'iwmo'] as const
).flatMap((standard) => Object.keys(BODIES).map((number) => [standard, number] as const));

/** Any valid message of one type. */
export function randomMessage(standard: StandardName, number: string): fc.Arbitrary<RandomMessage> {
  const body = BODIES[number]?.(standard) ?? {};
  const kind = children('message', { Header: header(standard, number), ...body });
  return many('Bericht', kind).map((root) => ({ standard, number, root: told(root) }));
}

/**
 * What the standard wants to be different in one message, made different: numbers, references, and
 * the first day of what has no number.
 */
function told(node: Node, index = 0): Node {
  const own = node.children.map((child) => {
    if (child.name === 'Woonplaatsbeginsel' && !has(node, 'RedenAfwijzingVerzoek'))
      return undefined;
    return told(renumbered(child, node, index), indexIn(node, child));
  });
  return { ...node, children: own.filter((child) => child !== undefined) };
}

const has = ({ children: all }: Node, name: string): boolean =>
  all.some((child) => child.name === name);

const indexIn = ({ children: all }: Node, child: Node): number =>
  all.filter(({ name }) => name === child.name).indexOf(child);

const NAMED: ReadonlySet<string> = new Set(['ToewijzingNummer', 'Nummer']);
const STARTS: ReadonlySet<string> = new Set(['Begindatum', 'GewensteIngangsdatum']);

function renumbered(child: Node, { name }: Node, index: number): Node {
  if (NAMED.has(child.name)) return { ...child, text: String(100 + index) };
  if (child.name === 'ReferentieAanbieder') return { ...child, text: `ref ${index}` };
  if (STARTS.has(child.name) && /Product$/.test(name))
    return { ...child, text: `2026-01-0${index + 1}` };
  return child;
}
