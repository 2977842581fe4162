import type { CodeMap } from './code-lists.ts';
import type { StandardName } from './message-types.ts';

/** A category of products: what people call it, and what a product of it is about. */
interface ProductCategory {
  readonly text: string;
  readonly label: string;
}

/** What products of one statute are about. */
interface ProductList {
  /** The statute is part of the system: the same number may mean something else in the other. */
  readonly category: string;
  readonly product: string;
  readonly categories: CodeMap<ProductCategory>;
}

/** Without a category, or too wide to say what it is about: goes to nobody but its source. */
const UNKNOWN = 'unclassified';

const about = (text: string, label: string): ProductCategory => ({ text, label });
const unknown = (text: string): ProductCategory => about(text, UNKNOWN);

/** JZ020 and WMO020. */
export const PRODUCTS: Readonly<Record<StandardName, ProductList>> = {
  ijw: {
    category: 'https://planpoort.nl/fhir/CodeSystem/ijw-jz020-productcategorie',
    product: 'https://planpoort.nl/fhir/CodeSystem/ijw-productcode',
    categories: {
      '31': unknown('ambulant: wijk- of buurtteam (2015)'),
      '32': unknown('ambulant: op locatie van de aanbieder (2015)'),
      '33': unknown('daghulp op locatie van de aanbieder (2015)'),
      '34': unknown('jeugdhulp in het netwerk van de jeugdige (2015)'),
      '35': unknown('pleegzorg (2015)'),
      '36': unknown('gezinsgericht verblijf (2015)'),
      '37': unknown('gesloten plaatsing (2015)'),
      '38': unknown('overig residentieel verblijf (2015)'),
      '40': about('persoonlijke verzorging', 'domain.basic-adl'),
      '41': about('dagbehandeling', 'domain.domestic-relations'),
      '42': about('vervoersdiensten', 'domain.time-use'),
      '43': about('jeugdhulp met verblijf en behandeling', 'domain.domestic-relations'),
      '44': about('jeugdhulp met verblijf zonder behandeling', 'domain.domestic-relations'),
      '45': about('ambulante jeugdhulp', 'domain.domestic-relations'),
      '46': about('jeugdhulp bij crisis', 'domain.domestic-relations'),
      '47': about('jeugdreclassering', 'domain.judicial'),
      '48': about('jeugdbescherming', 'safety.measure'),
      '49': about('preventief justitieel kader', 'domain.judicial'),
      '50': about('maatwerkarrangement jeugd', 'domain.domestic-relations'),
      '51': about('generalistische basis-ggz', 'domain.mental-health'),
      '52': about('specialistische ggz', 'domain.mental-health'),
      '53': about('kindergeneeskunde', 'domain.physical-health'),
      '54': about('jeugd-ggz', 'domain.mental-health'),
      '55': unknown('landelijk ingekochte zorg'),
    },
  },
  iwmo: {
    category: 'https://planpoort.nl/fhir/CodeSystem/iwmo-wmo020-productcategorie',
    product: 'https://planpoort.nl/fhir/CodeSystem/iwmo-productcode',
    categories: {
      '01': about('hulp bij het huishouden', 'domain.instrumental-adl'),
      '02': about('begeleiding', 'domain.instrumental-adl'),
      '03': about('persoonlijke verzorging', 'domain.basic-adl'),
      '04': about('kortdurend verblijf', 'domain.domestic-relations'),
      '05': about('woondiensten', 'domain.housing'),
      '06': unknown('overige ondersteuning van individu of gezin'),
      '07': about('dagbesteding', 'domain.time-use'),
      '08': about('vervoersdiensten', 'domain.community-participation'),
      '09': about('overige groepsgerichte ondersteuning', 'domain.time-use'),
      '10': unknown('overig maatwerkarrangement'),
      '11': about('rolstoel', 'domain.physical-health'),
      '12': about('vervoersvoorziening', 'domain.community-participation'),
      '13': about('woonvoorziening', 'domain.housing'),
      '14': about('overig hulpmiddel', 'domain.physical-health'),
      '15': about('beschermd wonen', 'domain.housing'),
      '16': about('opvang', 'domain.housing'),
      '17': about('spoedopvang', 'domain.housing'),
      '18': about('overig beschermd wonen en opvang', 'domain.housing'),
    },
  },
};

/**
 * The labels of everything that is said of a product.
 * @param category product category as it stands in the message; undefined when it names none
 */
export function productLabels(
  standard: StandardName,
  category: string | undefined,
): readonly string[] {
  const { categories } = PRODUCTS[standard];
  const known = category !== undefined && Object.hasOwn(categories, category);
  return ['plan.agreements', (known ? categories[category]?.label : undefined) ?? UNKNOWN];
}
